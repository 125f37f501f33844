"""Pure functions over the tiers of a country by report year, and their results."""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily

__all__ = [
    "by_country",
    "changes",
    "counting",
    "history",
    "listings",
    "moves",
    "placements",
    "published",
    "results",
    "sensitivity",
    "series",
    "spells",
    "statute",
    "trajectories",
    "transitions",
    "waivers",
    "watchlist",
]

if TYPE_CHECKING:
    from tipdata.analysis import by_country as by_country
    from tipdata.analysis import changes as changes
    from tipdata.analysis import counting as counting
    from tipdata.analysis import history as history
    from tipdata.analysis import listings as listings
    from tipdata.analysis import moves as moves
    from tipdata.analysis import placements as placements
    from tipdata.analysis import published as published
    from tipdata.analysis import results as results
    from tipdata.analysis import sensitivity as sensitivity
    from tipdata.analysis import series as series
    from tipdata.analysis import spells as spells
    from tipdata.analysis import statute as statute
    from tipdata.analysis import trajectories as trajectories
    from tipdata.analysis import transitions as transitions
    from tipdata.analysis import waivers as waivers
    from tipdata.analysis import watchlist as watchlist
else:
    __getattr__ = load_lazily(__name__, __all__)


def __dir__() -> list[str]:
    return __all__
