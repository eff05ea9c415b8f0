"""Time phrases against the day of publication: Tuesday 12 January 2016, if a test does not say otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.terms import moment
from kg.model import Modality, Span
from kg.ontology import Ontology
from kg.resolve import resolve
from kg.resolve.times import TimeReader
from tests.factory import shipped
from tests.resolve.saying import Story

DAY = "2016-01-12"
ONTOLOGY = shipped()
READER = TimeReader(ONTOLOGY, DAY)
UNDATED = TimeReader(ONTOLOGY, None)
FORM = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|\d{4}/\d{4}|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")

PAST = [
    # days from today
    ("yesterday", "2016-01-11"),
    ("today", "2016-01-12"),
    ("tonight", "2016-01-12"),
    ("tomorrow", "2016-01-13"),
    ("8am tomorrow", "2016-01-13"),
    ("earlier today", "2016-01-12"),
    ("this morning", "2016-01-12"),
    ("last night", "2016-01-11"),
    ("the day before yesterday", "2016-01-10"),
    ("the day after tomorrow", "2016-01-14"),
    # days of the week: the last one, today counted
    ("on Tuesday", "2016-01-12"),
    ("Monday", "2016-01-11"),
    ("Wednesday", "2016-01-06"),
    ("late Friday night", "2016-01-08"),
    ("Monday’s", "2016-01-11"),
    ("Weds.", None),
    ("Thurs.", "2016-01-07"),
    ("last Tuesday", "2016-01-05"),
    ("last Monday", "2016-01-11"),
    ("next Tuesday", "2016-01-19"),
    ("this coming Friday", "2016-01-15"),
    ("this past Saturday", "2016-01-09"),
    ("Monday of last week", "2016-01-04"),
    ("Thursday next week", "2016-01-21"),
    ("10.30pm GMT on Sunday", "2016-01-10"),
    ("at 9:30 a.m. ET Monday", "2016-01-11"),
    # dates
    ("12 January 2016", "2016-01-12"),
    ("January 12, 2016", "2016-01-12"),
    ("Jan. 12th, 2016", "2016-01-12"),
    ("Thursday, June 16, 2016", "2016-06-16"),
    ("the 4th of July 1976", "1976-07-04"),
    ("January 12", "2016-01-12"),
    ("January 13", "2015-01-13"),
    ("the 11th of December", "2015-12-11"),
    ("last Friday, January 8", "2016-01-08"),
    ("January 20 next year", "2017-01-20"),
    ("March 23 of this year", "2016-03-23"),
    ("New Year's Day", "2016-01-01"),
    ("Christmas Eve", "2015-12-24"),
    # months
    ("in December", "2015-12"),
    ("in January", "2016-01"),
    ("February", "2015-02"),
    ("mid-November", "2015-11"),
    ("the end of September", "2015-09"),
    ("last December", "2015-12"),
    ("last January", "2015-01"),
    ("next January", "2017-01"),
    ("this March", "2016-03"),
    ("January of last year", "2015-01"),
    ("May 2015", "2015-05"),
    ("last month", "2015-12"),
    ("earlier this month", "2016-01"),
    ("next month", "2016-02"),
    ("14 months ago", "2014-11"),
    # weeks
    ("this week", "2016-01-11/2016-01-17"),
    ("last week", "2016-01-04/2016-01-10"),
    ("next week", "2016-01-18/2016-01-24"),
    ("just last week", "2016-01-04/2016-01-10"),
    ("last weekend", "2016-01-09/2016-01-10"),
    ("this weekend", "2016-01-09/2016-01-10"),
    ("two weeks ago", "2015-12-28/2016-01-03"),
    ("a fortnight ago", "2015-12-28/2016-01-03"),
    ("in two weeks' time", "2016-01-25/2016-01-31"),
    ("three days ago", "2016-01-09"),
    ("in three days’ time", "2016-01-15"),
    # years
    ("this year", "2016"),
    ("late last year", "2015"),
    ("next year", "2017"),
    ("in 2014", "2014"),
    ("the year 2014", "2014"),
    ("the summer of 2014", "2014"),
    ("eight years ago", "2008"),
    ("the 1990s", "1990/1999"),
    ("the early 1960s", "1960/1969"),
    ("a decade ago", "2000/2009"),
]

PLANNED = [
    ("on Tuesday", "2016-01-12"),
    ("Monday", "2016-01-18"),
    ("on Wednesday", "2016-01-13"),
    ("next Friday", "2016-01-15"),
    ("this Friday", "2016-01-15"),
    ("January 12", "2016-01-12"),
    ("January 11", "2017-01-11"),
    ("26 January", "2016-01-26"),
    ("29 February", "2016-02-29"),
    ("in January", "2016-01"),
    ("in December", "2016-12"),
    ("this weekend", "2016-01-16/2016-01-17"),
    ("8am tomorrow", "2016-01-13"),
    ("next week", "2016-01-18/2016-01-24"),
    ("in 2020", "2020"),
]

NOTHING = """24 hours
for two weeks
two weeks
a year
48-hour
two years
the past two weeks
the last three years
the last year
the past decade
the next week
coming weeks
every day
every Tuesday
Tuesdays
daily
weekly
annual
the day
that day
the same day
the other day
the week
the weekend
the year
the end of the year
this summer
last spring
recent days
these days
night
9:30 p.m.
midnight
a few days ago
two days later
three years earlier
more than a decade ago
fiscal 2016
the 19th century
the first half of July
31 February
29 February
Feb. 11-15
58
82-year-old
between 2006 and 2012
last day
999 decades ago
0 January 2016

""".split("\n")

ABSOLUTE = [
    ("12 January 2016", "2016-01-12"),
    ("May 2015", "2015-05"),
    ("2014", "2014"),
    ("the 1990s", "1990/1999"),
]


@pytest.mark.parametrize(("phrase", "time"), PAST)
def test_a_phrase_is_read_against_the_day_of_publication(phrase: str, time: str | None) -> None:
    assert READER.read(phrase) == time


@pytest.mark.parametrize(("phrase", "time"), PLANNED)
def test_what_is_planned_lies_ahead(phrase: str, time: str) -> None:
    assert READER.read(phrase, Modality.PLANNED) == time


@pytest.mark.parametrize("phrase", NOTHING)
def test_durations_frequencies_and_vague_words_are_nothing(phrase: str) -> None:
    assert READER.read(phrase) is None


@pytest.mark.parametrize(("phrase", "time"), ABSOLUTE)
def test_a_full_date_needs_no_day_of_publication(phrase: str, time: str) -> None:
    assert UNDATED.read(phrase) == time


@pytest.mark.parametrize("phrase", [phrase for phrase, time in PAST if time and not re.search(r"\d{4}", phrase)])
def test_without_a_day_of_publication_the_rest_is_nothing(phrase: str) -> None:
    assert UNDATED.read(phrase) is None


@pytest.mark.parametrize("phrase", ["on Tuesday", "January 12", "in December", "this Friday"])
def test_what_is_only_possible_may_be_past_or_to_come(phrase: str) -> None:
    assert READER.read(phrase, Modality.POSSIBLE) is None
    assert READER.read("12 January 2015", Modality.POSSIBLE) == "2015-01-12"
    assert READER.read("next week", Modality.POSSIBLE) == "2016-01-18/2016-01-24"


@pytest.mark.parametrize("word", ["since", "Until", "by", "before", "after", "every"])
def test_a_limit_is_not_the_time(word: str) -> None:
    text = f"They talked {word} Tuesday."
    at = Span(text.index("Tuesday"), text.index("Tuesday") + 7)
    assert READER.at(text, at, Modality.ASSERTED) is None
    assert READER.at(
        text.replace(word, "on"), Span(at.start - len(word) + 2, at.end - len(word) + 2), Modality.ASSERTED
    )


@pytest.mark.parametrize("published", ["2016-01-12T23:59:00Z", "2016-01-12T08:00:00+09:00", "2016-01-12"])
def test_the_day_of_publication_may_come_with_a_clock(published: str, ontology: Ontology) -> None:
    assert TimeReader(ontology, published).read("yesterday") == "2016-01-11"


@pytest.mark.parametrize("published", ["", "2016", "last week", "2016-13-01", "12/01/2016"])
def test_an_odd_day_of_publication_is_none(published: str, ontology: Ontology) -> None:
    assert TimeReader(ontology, published).read("yesterday") is None


def test_the_29th_of_february_is_found_in_leap_years(ontology: Ontology) -> None:
    assert TimeReader(ontology, "2016-03-01").read("February 29") == "2016-02-29"
    assert TimeReader(ontology, "2017-03-01").read("February 29") == "2016-02-29"
    assert TimeReader(ontology, "2018-03-01").read("February 29") is None


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_error(published: str, ontology: Ontology) -> None:
    reader = TimeReader(ontology, published)
    for phrase in ("999 days ago", "next week", "last year", "next year", "last month", "next month", "a decade ago"):
        reader.read(phrase)
    assert reader.read("999 years ago") in (None, "9000")


WORDS = st.sampled_from(
    "last next this Tuesday January 12 31 2016 week year month two ago the of , 8am May 1990s '".split()
)


@given(st.lists(WORDS, max_size=6).map(" ".join), st.dates(), st.sampled_from(list(Modality)))
def test_whatever_is_read_has_a_known_form(phrase: str, day: date, modality: Modality) -> None:
    found = TimeReader(ONTOLOGY, str(day)).read(phrase, modality)
    assert found is None or FORM.fullmatch(found)


@given(st.text())
def test_any_text_can_be_read(phrase: str) -> None:
    READER.read(phrase)


@pytest.mark.parametrize(
    ("time", "datatype"),
    [("2016-01-12", "date"), ("2016-01", "gYearMonth"), ("2016", "gYear"), ("1990/1999", "string")],
)
def test_each_form_has_its_datatype(time: str, datatype: str) -> None:
    assert moment(time).datatype.value.endswith(f"#{datatype}")


@pytest.mark.parametrize(
    ("published", "modality", "time"),
    [
        ("2016-01-13", Modality.ASSERTED, "2016-01-12"),
        ("2016-01-13", Modality.PLANNED, "2016-01-19"),
        (None, Modality.ASSERTED, None),
    ],
)
def test_a_statement_has_words_and_time(
    published: str | None, modality: Modality, time: str | None, ontology: Ontology
) -> None:
    story = Story("Ann Smith met Tom Jones on Tuesday.")
    one, other = story.name("Ann Smith"), story.name("Tom Jones")
    story.relate(one, "meets", other, "met", time=story.span("Tuesday"), modality=modality)
    made = story.extraction()
    dated = replace(made, document=replace(made.document, published=published))
    [statement] = resolve([dated], ontology).documents[0].statements
    assert (statement.time_text, statement.time) == ("Tuesday", time)
