"""The stacked bars of shares, and the names of their groups."""

from collections.abc import Iterable, Sequence

from tipdata.analysis.counting import Grouping, TierCount
from tipdata.countries import BUREAUS, groups
from tipdata.countries.reading import find_scheme
from tipdata.plots._axes import Boxes, Label
from tipdata.tiers import best_first

STACK = (0.2, 0.75)
"""How far down a row its bars begin, and how high they are."""


def stack_shares(rows: Iterable[TierCount], groups: Sequence[str], by: Grouping | None) -> Boxes:
    """Return the bars of each edition, with a row for each group if they are grouped."""
    boxes = Boxes()
    for row in rows:
        if by is None:
            _add_stack(boxes, row, 0, 1)
        else:
            _add_stack(boxes, row, groups.index(row.group) + sum(STACK), -STACK[1], 0.1)
    return boxes


def _add_stack(boxes: Boxes, row: TierCount, floor: float, height: float, above: float = 0) -> None:
    """Add the bar of one group in one edition, which begins with the best tier at the floor.

    The number of all its countries is `above` the bar, by default on the upper edge.
    """
    place, size = (row.year, floor + height - above), (1, 2.5 * above or 1)
    boxes.labels.append(Label(place, (f"{row.total}",), cells=size, lift=0 if above else 7))
    for tier in best_first():
        share = row.shares[tier] * height
        if not share:
            continue
        boxes.add(tier.value, (row.year - 0.44, row.year + 0.44), (floor, floor + share))
        place = (row.year, floor + share / 2)
        boxes.labels.append(Label(place, (f"{row.on(tier)}",), tier.value, (1, abs(share))))
        floor += share


def name_group(group: str, by: Grouping) -> str:
    """Return the name of a group; bureaus are spelled out."""
    known = {str(code): name for code, name in BUREAUS.items()} if by == "bureau" else {}
    return known.get(group, group)


def name_grouping(by: Grouping | None) -> str:
    """Return what the groups are, as the end of a title."""
    if by == "bureau":
        return ": bureaus of the State Department"
    scheme = find_scheme(by)
    return f": {groups().of(scheme).title}" if scheme else ""


def credit_groups(by: Grouping | None) -> str:
    """Return the source of the groups of a scheme with its date, and what its licence asks for."""
    scheme = find_scheme(by)
    if scheme is None:
        return ""
    found = groups().of(scheme)
    licence = ", CC BY 4.0" if found.source.licence.startswith("CC BY 4.0") else ""
    return f"Groups: {found.title}{licence}, as of {found.as_of}"
