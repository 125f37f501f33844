"""The words of the arguments and columns of frames."""

from collections.abc import Mapping
from typing import Literal, get_args

from tipdata.typing import DesignationKind, GroupScheme

Basis = Literal["in_force", "covered", "edition"]
"""How a day finds its edition.

`in_force`: the newest one released on or before the day. `covered`: the one
whose reporting period holds the day. `edition` is the deprecated word for a
column of report years, which `year=` names.
"""

Extra = Literal[
    "code",
    "name",
    "bureau",
    "rank",
    "last_change",
    "watch_list_editions",
    "outlook",
    "evidence",
    "watch_list_waiver",
    "child_soldiers_list",
    "tier_3_restriction",
    GroupScheme,
]
"""What can be attached beside tier, status and edition."""

ACTS: Mapping[str, DesignationKind] = {
    kind.replace(" ", "_"): kind for kind in get_args(DesignationKind)
}
"""The kinds of official acts by the name of their column."""

FrameKind = Literal[
    "assessments",
    "campaigns",
    "countries",
    "designations",
    "editions",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
]
"""The deprecated words for kinds of records; `tipdata.typing.RecordKind` has the new ones."""

Match = Literal["names", "codes", "both"]
"""What is read as a country: names and upper-case letter codes, codes alone, or both."""

STATUSES = (
    "placed",
    "special_case",
    "not_in_report",
    "withheld",
    "unknown_country",
    "ambiguous_country",
    "outside_coverage",
    "period_unknown",
    "missing",
)
"""What `tier_status` says; the first two have a tier."""
