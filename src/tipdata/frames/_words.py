"""The words of the arguments and columns of frames."""

from typing import Literal

Basis = Literal["in_force", "covered", "edition"]
"""How a row finds its edition.

`in_force`: the newest one released on or before the day. `covered`: the one
whose reporting period holds the day. `edition`: the column is the report year.
"""

Extra = Literal["rank", "last_change", "watch_list_editions", "evidence"]
"""What can be attached beside tier, status and edition."""

FrameKind = Literal[
    "campaigns",
    "countries",
    "editions",
    "organizations",
    "people",
    "projects",
    "sources",
    "statements",
]
"""The kinds of records, beside assessments, that `from_frame` reads."""

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
