"""Results as tables: plain columns, HTML, frames, and the palette of the tiers."""

from typing import TYPE_CHECKING

from tipdata._attributes import load_lazily

__all__ = [
    "columns",
    "frame_maker",
    "frame_reader",
    "frame_types",
    "html",
    "packing",
    "palette",
    "printing",
    "sheet_text",
    "tabular",
    "workbook",
]

if TYPE_CHECKING:
    from tipdata._tables import columns as columns
    from tipdata._tables import frame_maker as frame_maker
    from tipdata._tables import frame_reader as frame_reader
    from tipdata._tables import frame_types as frame_types
    from tipdata._tables import html as html
    from tipdata._tables import packing as packing
    from tipdata._tables import palette as palette
    from tipdata._tables import printing as printing
    from tipdata._tables import sheet_text as sheet_text
    from tipdata._tables import tabular as tabular
    from tipdata._tables import workbook as workbook
else:
    __getattr__ = load_lazily(__name__, __all__)


def __dir__() -> list[str]:
    return __all__
