"""A hand-made story as graph records: two reports on a tram dispute, with claims, denials, questions and plans."""

from __future__ import annotations

from dataclasses import replace

from kg.graph.record import GraphRecords
from kg.model import UNATTRIBUTED
from tests.export.telling import Story, entity, make_entity

FIRST = """\
Northline Trams has been accused of walking out of pay talks hours before drivers were due to vote.

About 900 drivers will stop work on Friday, their third strike since spring, the Tram Drivers' Alliance said. The alliance's general secretary, Ines Okafor 🚋, said Northline had "torn up a deal that its own managers wrote".

A source close to the talks claimed that chief executive Paul Reyes vetoed the agreement personally. “Everyone in the room had agreed. Then Mr Reyes rang and said no,” the source said.

Northline said the claims were "simply wrong". Mr Reyes refused to deny them when councillors asked him on Tuesday.

Councillor Dana Whitfield asked whether the company had ever rejected an offer that cost it nothing. Mayor Tom Arden criticised Mr Reyes and backed the drivers, but he may order an inquiry only after the summer.

Ms Okafor said the mayor had told her that Northline threatened to withdraw from the contract. The company denied threatening anyone.

The Passengers' Forum opposes the strike. Its chair, Lena Moss, demanded that both sides return to the table, and said the alliance was not negotiating in good faith.

Mediator Samir Patel is to meet Northline and the alliance on Thursday in Harwick. It is thought that the company will propose a smaller rise.
"""

SECOND = """\
Tram operator Northline denied on Wednesday that it had blocked a pay agreement, and accused the Tram Drivers' Alliance of misleading passengers.

Ines Okafor rejected the accusation. "We kept every promise we made," she said, and praised the mediator, Samir Patel.

Mayor Tom Arden met Paul Reyes at City Hall. His office said the two agreed to publish the figures.

The Labour Inspectorate is investigating Northline over rest breaks. Council leader Ruth Abe supports the inquiry; the company has promised to cooperate with the inspectorate.
"""

ENTITIES = {
    "northline": ("Organisation", "Northline Trams", ("Northline", "the company", "tram operator")),
    "alliance": ("Organisation", "Tram Drivers' Alliance", ("the alliance",)),
    "okafor": ("Person", "Ines Okafor", ("general secretary", "Ms Okafor")),
    "reyes": ("Person", "Paul Reyes", ("chief executive", "Mr Reyes")),
    "source": ("Person", "source close to the talks", ()),
    "whitfield": ("Person", "Dana Whitfield", ("Councillor",)),
    "arden": ("Person", "Tom Arden", ("Mayor", "the mayor")),
    "forum": ("Organisation", "Passengers' Forum", ()),
    "moss": ("Person", "Lena Moss", ("chair",)),
    "patel": ("Person", "Samir Patel", ("mediator",)),
    "inspectorate": ("Organisation", "Labour Inspectorate", ()),
    "abe": ("Person", "Ruth Abe", ("council leader",)),
    "harwick": ("Place", "Harwick", ()),
    "drivers": ("Group", "drivers", ()),
    "strike": ("Event", "strike on Friday", ("third strike",)),
    "talks": ("Event", "pay talks", ("the talks",)),
    "deal": ("Topic", "pay agreement", ("the agreement", "a deal")),
    "claims": ("Topic", "the claims", ()),
    "offer": ("Topic", "an offer that cost it nothing", ()),
    "contract": ("Topic", "contract", ()),
    "rise": ("Topic", "smaller rise", ()),
    "inquiry": ("Event", "inquiry", ()),
    "chief": ("Role", "chief executive", ()),
}


def make_story() -> GraphRecords:
    """Two documents, 23 entities, 31 statements."""
    texts = {"denial": SECOND, "trams": FIRST}
    entities = {
        entity(key): make_entity(key, type_, label, texts=texts, aliases=aliases)
        for key, (type_, label, aliases) in ENTITIES.items()
    }
    entities[entity("source")] = replace(entities[entity("source")], anonymous=True)
    merges = ("“Mr Reyes” is the only person here with this surname", "“chief executive” stands beside the name")
    entities[entity("reyes")] = replace(entities[entity("reyes")], merges=merges)
    story = Story(texts, dict(sorted(entities.items())))
    return story.records(_tell_first(story) + _tell_second(story))


# fmt: off
def _tell_first(s: Story) -> list[tuple[str, str]]:
    t = "trams"
    walked = "walking out of pay talks hours before drivers were due to vote"
    withdraw = s.state(t, "northline withdraws talks", walked, "walking out", speaker=UNATTRIBUTED, o="pay talks",
        s="Northline Trams")
    s.state(t, "- accuses northline", "Northline Trams has been accused of " + walked, "accused", content=(withdraw),
        o="Northline Trams")
    s.state(t, "drivers protests strike", "About 900 drivers will stop work on Friday", "stop work",
        speaker=entity("alliance"), modality="Planned", time_text="on Friday", time="2024-06-14",
        s="About 900 drivers", via=s.says(t, "alliance", "the Tram Drivers' Alliance", "said",
        "About 900 drivers will stop work on Friday, their third strike since spring"))
    s.state(t, "okafor holdsRole chief", "The alliance's general secretary, Ines Okafor", "general secretary",
        confidence=0.95)
    s.state(t, "okafor affiliatedWith alliance", "The alliance's general secretary, Ines Okafor", "general secretary",
        s="Ines Okafor", o="The alliance")
    torn = 'Northline had "torn up a deal that its own managers wrote"'
    tore = s.state(t, "northline rejects deal", torn, "torn up", speaker=entity("okafor"), s="Northline had"[:9],
        o="a deal", via=s.says(t, "okafor", "The alliance's general secretary, Ines Okafor 🚋,", "said Northline"[:4],
        torn))
    s.state(t, "okafor accuses northline", 'Ines Okafor 🚋, said Northline had "torn up a deal', "torn up",
        content=(tore), s="Ines Okafor", o="Northline had"[:9])
    vetoed = "chief executive Paul Reyes vetoed the agreement personally"
    veto = s.state(t, "reyes rejects deal", vetoed, "vetoed", speaker=entity("source"),
        s="chief executive Paul Reyes", o="the agreement", via=s.says(t, "source", "A source close to the talks",
        "claimed", vetoed), confidence=0.91)
    s.state(t, "reyes affiliatedWith northline", "chief executive Paul Reyes", "chief executive", s="Paul Reyes",
        confidence=0.88)
    s.state(t, "reyes holdsRole chief", "chief executive Paul Reyes", "chief executive", s="Paul Reyes",
        confidence=0.97)
    denial = s.state(t, "northline denies claims", 'Northline said the claims were "simply wrong"', "simply wrong",
        content=(veto, tore), o="the claims")
    s.state(t, "reyes denies claims", "Mr Reyes refused to deny them", "refused to deny", polarity="Negative",
        content=(veto), s="Mr Reyes refused"[:8], o="them")
    rejected = s.state(t, "northline rejects offer", "the company had ever rejected an offer that cost it nothing",
        "rejected", modality="Asked", speaker=entity("whitfield"), s="the company had"[:11],
        o="an offer that cost it nothing", via=s.says(t, "whitfield", "Councillor Dana Whitfield", "asked whether",
        "the company had ever rejected an offer that cost it nothing"))
    s.state(t, "whitfield questions northline",
        "Councillor Dana Whitfield asked whether the company had ever rejected an offer", "asked", content=(rejected),
        s="Dana Whitfield")
    s.state(t, "arden criticises reyes", "Mayor Tom Arden criticised Mr Reyes", "criticised", s="Mayor Tom Arden")
    s.state(t, "arden supports drivers", "Mayor Tom Arden criticised Mr Reyes and backed the drivers", "backed",
        s="Mayor Tom Arden", o="the drivers")
    s.state(t, "arden investigates northline", "he may order an inquiry only after the summer", "inquiry",
        modality="Possible", time_text="after the summer")
    mayor = s.says(t, "okafor", "Ms Okafor", "said the mayor"[:4],
        "the mayor had told her that Northline threatened to withdraw from the contract")
    inner = s.says(t, "arden", "the mayor", "had told her", "Northline threatened to withdraw from the contract",
        within=mayor)
    threat = s.state(t, "northline threatens contract", "Northline threatened to withdraw from the contract",
        "threatened", speaker=entity("arden"), via=inner, o="the contract", confidence=0.6)
    denied = s.state(t, "northline denies arden", "The company denied threatening anyone", "denied", content=(threat),
        s="The company")
    s.state(t, "forum opposes strike", "The Passengers' Forum opposes the strike", "opposes",
        s="The Passengers' Forum", o="the strike")
    s.state(t, "moss affiliatedWith forum", "Its chair, Lena Moss", "chair", s="Lena Moss", o="Its chair"[:3])
    s.state(t, "moss demands talks", "Lena Moss, demanded that both sides return to the table", "demanded",
        s="Lena Moss")
    s.state(t, "alliance negotiates northline", "the alliance was not negotiating in good faith", "not negotiating",
        polarity="Negative", speaker=entity("moss"), s="the alliance was"[:12], via=s.says(t, "moss", "Lena Moss",
        "said the alliance"[:4], "the alliance was not negotiating in good faith"))
    meet = "Samir Patel is to meet Northline and the alliance on Thursday in Harwick"
    for other in ("northline", "alliance"):
        s.state(t, f"patel meets {other}", meet, "is to meet", modality="Planned", time_text="on Thursday",
        time="2024-06-13", s="Samir Patel")
    s.state(t, "northline proposes rise",
        "the company will propose a smaller rise", "propose", modality="Planned", speaker=UNATTRIBUTED,
        o="a smaller rise")
    return [(veto, denial), (threat, denied)]


def _tell_second(s: Story) -> list[tuple[str, str]]:
    d = "denial"
    blocked = s.state(d, "northline rejects deal", "it had blocked a pay agreement", "blocked", polarity="Negative",
        speaker=entity("northline"), via=s.says(d, "northline", "Tram operator Northline", "denied",
        "it had blocked a pay agreement"), s="it had"[:2], o="a pay agreement")
    s.state(d, "northline denies deal",
        "Tram operator Northline denied on Wednesday that it had blocked a pay agreement", "denied",
        content=(blocked), time_text="on Wednesday", time="2024-06-12")
    s.state(d, "northline accuses alliance", "accused the Tram Drivers' Alliance of misleading passengers", "accused",
        o="the Tram Drivers' Alliance")
    s.state(d, "okafor rejects claims", "Ines Okafor rejected the accusation", "rejected", s="Ines Okafor",
        o="the accusation")
    s.state(d, "okafor praises patel", "praised the mediator, Samir Patel", "praised", o="Samir Patel")
    s.state(d, "arden meets reyes", "Mayor Tom Arden met Paul Reyes at City Hall", "met", s="Mayor Tom Arden",
        o="Paul Reyes")
    s.state(d, "arden agrees reyes", "the two agreed to publish the figures", "agreed", speaker=UNATTRIBUTED,
        s="the two")
    s.state(d, "inspectorate investigates northline",
        "The Labour Inspectorate is investigating Northline over rest breaks", "investigating",
        s="The Labour Inspectorate")
    s.state(d, "abe supports inquiry", "Council leader Ruth Abe supports the inquiry", "supports", o="the inquiry")
    s.state(d, "northline promises inspectorate", "the company has promised to cooperate with the inspectorate",
        "promised", o="the inspectorate")
    return []
