"""Read lexicon/en/layout.yaml: the shapes of lines that are no prose."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ontology.checking import Place, mapping, read_yaml, words
from kg.ontology.model import Layout

_KEYS = ("credit_label", "credit", "credit_tail", "boilerplate", "byline", "transcript", "dateline")
_NEVER = re.compile("(?!)")


def read_layout(path: Path, faults: list[str]) -> Layout:
    """Compile the shapes; one that the file leaves out matches nothing."""
    place = Place(path.name, faults)
    data = read_yaml(path, faults)
    entry = {} if data is None else mapping(data, place, _KEYS)

    def several(key: str, flags: re.RegexFlag = re.NOFLAG) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(shape, flags, place.at(key)) for shape in words(entry.get(key), place.at(key)))

    def one(key: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        found = several(key, flags)
        if len(found) > 1:
            place.at(key).tell("takes one expression; put several into one with | between them")
        return found[0] if found else _NEVER

    layout = Layout(
        credit_label=one("credit_label", re.IGNORECASE),
        credit=several("credit", re.IGNORECASE),
        credit_tail=one("credit_tail", re.IGNORECASE),
        boilerplate=several("boilerplate", re.IGNORECASE),
        byline=several("byline"),
        transcript=one("transcript"),
        dateline=one("dateline"),
    )
    if layout.transcript is not _NEVER and "speaker" not in layout.transcript.groupindex:
        place.at("transcript").tell("needs a group (?P<speaker>…) round the name")
    return layout


def _compiled(shape: str, flags: re.RegexFlag, place: Place) -> re.Pattern[str]:
    try:
        return re.compile(shape, flags)
    except (re.error, OverflowError) as error:
        place.tell(f"'{shape}' is no regular expression: {error}")
        return _NEVER
