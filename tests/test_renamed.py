"""Old names still work, and say what they are now."""

import datetime

import pytest

import tipdata
from tipdata import Changes, Dataset, PartialDate, Series
from tipdata._attributes import Renamed
from tipdata.analysis.by_country import ByCountry
from tipdata.analysis.listings import WatchListAudit
from tipdata.analysis.spells import Spell, Spells

TIP = tipdata.load()
KYRGYZ = TIP.series("KGZ")


def first(_: object) -> bool:
    """Return true, as a function that filters nothing out."""
    return True


# The class, an instance or the class itself, the old name, the new one and arguments for both.
OLD: list[tuple[type, object, str, str, tuple[object, ...]]] = [
    (ByCountry, TIP.spells(), "where", "filter", (first,)),
    (Changes, TIP.changes(2021), "where", "filter", (first,)),
    (Dataset, Dataset, "of", "from_records", (TIP.editions,)),
    (PartialDate, PartialDate, "of", "from_date", (datetime.date(2021, 7, 1),)),
    (Series, KYRGYZ, "editions", "years", ()),
    (Spell, KYRGYZ.spells()[0], "editions", "years", ()),
    (Spells, KYRGYZ.spells(), "where", "filter", (first,)),
    (WatchListAudit, TIP.audit_watch_list(), "editions", "years", ()),
]


def test_every_old_name_is_tried() -> None:
    """The table above has each old name of each public class."""
    owners = {owner for owner, *_ in OLD}
    found = {(o, name) for o in owners for name, one in vars(o).items() if isinstance(one, Renamed)}
    assert found == {(owner, old) for owner, _, old, *_ in OLD}


@pytest.mark.parametrize("row", OLD, ids=lambda row: f"{row[0].__name__}.{row[2]}")
def test_an_old_name_warns_and_is_the_new_one(
    row: tuple[type, object, str, str, tuple[object, ...]],
) -> None:
    """An old name gives what the new one gives, and warns at the line that has it."""
    owner, holder, old, new, given = row
    expected = getattr(holder, new)
    with pytest.warns(DeprecationWarning, match=r" is now .*; the old name goes in") as caught:
        found = getattr(holder, old)
    name = owner.__name__
    assert str(caught[0].message).startswith(f"{name}.{old} is now {name}.{new}; ")
    assert caught[0].filename == __file__
    assert (found(*given) == expected(*given)) if given else (found == expected)
