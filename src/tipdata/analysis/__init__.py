"""Pure functions over the tiers of a country by report year, and their results."""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "by_country",
    "changes",
    "counting",
    "history",
    "listings",
    "moves",
    "placements",
    "sensitivity",
    "series",
    "spells",
    "statute",
    "trajectories",
    "transitions",
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
    from tipdata.analysis import sensitivity as sensitivity
    from tipdata.analysis import series as series
    from tipdata.analysis import spells as spells
    from tipdata.analysis import statute as statute
    from tipdata.analysis import trajectories as trajectories
    from tipdata.analysis import transitions as transitions
    from tipdata.analysis import watchlist as watchlist
else:
    # Modules load when they are first used, to keep `load()` within its budget.
    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
