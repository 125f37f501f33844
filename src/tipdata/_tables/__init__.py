"""Results as tables: plain columns, HTML, frames, and the palette of the tiers."""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = ["columns", "frame_maker", "frame_reader", "html", "palette", "tabular"]

if TYPE_CHECKING:
    from tipdata._tables import columns as columns
    from tipdata._tables import frame_maker as frame_maker
    from tipdata._tables import frame_reader as frame_reader
    from tipdata._tables import html as html
    from tipdata._tables import palette as palette
    from tipdata._tables import tabular as tabular
else:
    # Modules load when they are first used, to keep `load()` within its budget.
    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
