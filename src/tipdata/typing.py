"""Names for the types that signatures speak of."""

from collections.abc import Mapping, Sequence
from typing import Literal

__all__ = [
    "Cell",
    "Coding",
    "Columns",
    "CountryYear",
    "DesignationKind",
    "DesignationStatus",
    "Direction",
    "EvidenceLevel",
    "ExportFormat",
    "Gap",
    "GroupName",
    "GroupScheme",
    "Layout",
    "MapLabel",
    "Official",
    "PackagedName",
    "Panel",
    "RecordKind",
    "ReportYear",
    "Row",
    "Status",
    "Style",
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

CountryYear = tuple[str, ReportYear]
"""An alpha-3 code and a report year: what one placement is of."""

Row = Mapping[str, object] | Sequence[object]
"""A mapping with `country`, `year` and `tier`, or these three in a tuple or list."""

Cell = str | int | float | bool | None
"""A cell of a result's table: tiers are their labels, dates are ISO strings."""

Columns = dict[str, list[Cell]]
"""A result's table by columns, all of one length."""

EvidenceLevel = Literal["corroborated", "single", "derived", "unverified"]
"""How well a placement is established, best first.

`corroborated`: at least two independent families of sources agree. `single`:
one family says so (the State Department's own text counts as one). `derived`:
reconstructed from neighbouring editions, the lists of the other tiers and the
official counts. `unverified`: no source says so, or
only one that the user gave.
"""

Official = Literal["yes", "next edition", "no"]
"""Whether the State Department's own text says so.

`next edition`: the text of the following edition says so ("remained on").
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

Absence is checked first, then special case, then rank: from absent to special
case is `entered`, from special case to absent is `left`.
"""

Gap = Literal["break", "bridge"]
"""How an absence between two placements is treated: it ends the comparison, or is bridged."""

GroupScheme = Literal[
    "un_region",
    "un_subregion",
    "un_intermediate_region",
    "wb_region",
    "wb_income",
    "african_union",
    "arab_league",
    "asean",
    "caricom",
    "cis",
    "commonwealth",
    "council_of_europe",
    "eu",
    "g7",
    "g20",
    "gcc",
    "mercosur",
    "nato",
    "oecd",
    "osce",
    "schengen",
]
"""A scheme that groups countries; `tipdata.countries.groups()` describes each.

The first five divide the world; the others are organizations, whose groups are
their kinds of members.
"""

GroupName = str | tuple[str, str]
"""A group of countries.

The name of an organization, such as `"eu"`, means its members. A group of another
scheme is given by its name, such as `"Central Asia"`. A pair of a scheme and a
group works for all: `("cis", "associate")`, `("wb_region", "Sub-Saharan Africa")`.
"""

Layout = Literal["long", "wide"]
"""How a record becomes a table of a file: a row for each placement, or for each country."""

MapLabel = Literal["codes", "names"]
"""What countries on a map are labelled with: alpha-3 codes, or the names of the report."""

ExportFormat = Literal["csv", "xlsx", "parquet", "dta"]
"""A format that `tipdata.export` writes, which is also the suffix of its files."""

Panel = Literal["all", "balanced"]
"""Which countries are counted: all of them, or those placed in every edition."""

Status = Literal["placed", "special_case", "not_in_report", "withheld", "no_such_edition"]
"""What a record knows of a country and a year.

`withheld`: the report places the country, and this selection leaves the placement out.
"""

PackagedName = Literal["tiers", "central-asia-2021"]
"""A set of data that ships with the package, as `tipdata.datasets()` lists them."""

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
    "designation",
]
"""What a record is about; also its `type` in a file of mixed records."""

DesignationKind = Literal["watch list waiver", "child soldiers list", "tier 3 restriction"]
"""An official act that names countries.

`watch list waiver`: a memorandum of the Department that keeps a country on the
Watch List past the limit. `child soldiers list`: the governments named under
the Child Soldiers Prevention Act. `tier 3 restriction`: a presidential
determination on aid to governments on Tier 3.
"""

DesignationStatus = Literal["named", "not named", "unknown"]
"""Whether an act names a country; unknown where its list is not known completely."""

Style = Literal["text", "bibtex", "csl"]
"""How a citation is written: one per line, BibTeX entries, or CSL-JSON for reference managers."""


def __dir__() -> list[str]:
    return __all__
