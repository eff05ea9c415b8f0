"""For stores that are loaded from a file: QLever's index is built anew from all quads."""

from __future__ import annotations

from pathlib import Path

from kg.push.parcels import parcels

_QLEVERFILE = """# qlever index && qlever start
[data]
NAME        = newskg
DESCRIPTION = Who says what about whom
FORMAT      = nq

[index]
INPUT_FILES     = newskg.nq
CAT_INPUT_FILES = cat ${INPUT_FILES}
SETTINGS_JSON   = { "num-triples-per-batch": 1000000 }

[server]
PORT               = 7019
MEMORY_FOR_QUERIES = 2G

[runtime]
SYSTEM = docker

[ui]
UI_CONFIG = default
"""


def write_bulk(source: Path, folder: Path) -> tuple[Path, Path]:
    """Write newskg.nq and a Qleverfile into a folder and give their paths; an older newskg.nq is replaced as a whole.

    Raises `InputError`, `GraphInvalid`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    quads, settings = folder / "newskg.nq", folder / "Qleverfile"
    part = quads.with_name(f".{quads.name}.part")
    try:
        with part.open("wb") as file, parcels(source, 10_000) as found:
            for parcel in found:
                graph = f"<{parcel.graph}> .\n".encode() if parcel.graph else b".\n"
                for piece in parcel.pieces:
                    file.writelines(line[:-1] + graph for line in piece.splitlines())
        part.replace(quads)
    finally:
        part.unlink(missing_ok=True)
    if not settings.exists():
        settings.write_text(_QLEVERFILE, encoding="utf-8")
    return quads, settings
