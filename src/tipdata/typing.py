"""Names for the types that signatures speak of."""

from typing import Literal

__all__ = [
    "Coding",
    "Direction",
    "EvidenceLevel",
    "Gap",
    "Official",
    "RecordKind",
    "ReportYear",
    "Status",
    "TierCoding",
]

Coding = Literal["ordinal", "three", "binary"]
"""A scale on which tiers are compared.

`ordinal` has four steps, `three` folds the Watch List into Tier 2, `binary`
asks whether the government fully meets the minimum standards.
"""

TierCoding = Literal["ordinal", "three", "binary", "kelley", "frank"]
"""A scale on which tiers are written as numbers.

`kelley` is that of Kelley and Simmons: 1, 2, 2.5 (Watch List), 3, with 666
for a special case and 555 for a country that is not in the report. Their
files of ordinals (1 to 4, where 3 is the Watch List) are `ordinal`. `frank`
is that of Frank's Human Trafficking Indicators: 1, 2, 3, where 2 is Tier 2
or the Watch List.
"""

ReportYear = int
"""The year in an edition's title; the first is 2001."""

EvidenceLevel = Literal["corroborated", "single", "derived", "unverified"]
"""How well a placement is established, best first.

At least two independent families of sources agree; one does (the State
Department's own text counts as one); it is reconstructed from neighbouring
editions, the lists of the other tiers and the official counts; nobody has
told.
"""

Official = Literal["yes", "next edition", "no"]
"""Whether the State Department's own text says so.

`next edition`: the text of the following edition does ("remained on").
"""

Direction = Literal[
    "upgrade",
    "downgrade",
    "unchanged",
    "entered",
    "left",
    "to_special_case",
    "from_special_case",
]
"""What happened to a country between two editions.

Absent comes before special case comes before rank: from absent to special
case is `entered`, from special case to absent is `left`.
"""

Gap = Literal["break", "bridge"]
"""What an absence between two placements does: end the comparison, or be passed over."""

Status = Literal["placed", "special_case", "not_in_report", "withheld", "no_such_edition"]
"""What a record knows of a country and a year.

`withheld`: the report has the country, this selection leaves its placement out.
"""

RecordKind = Literal[
    "country",
    "edition",
    "assessment",
    "organization",
    "person",
    "project",
    "campaign",
    "source",
    "statement",
]
"""What a record is about; also its `type` in a file of mixed records."""
