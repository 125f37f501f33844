"""XML as the parts of a workbook have it, parsed piece by piece."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata.problems import Problem


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses entities of a document's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def fed(parser: expat.XMLParserType, file: IO[bytes], path: str) -> Iterator[None]:
    """Parse a file, and yield after each piece of it.

    Raises:
        BrokenError: It is cut off, or not XML.
    """
    try:
        while piece := file.read(1 << 16):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError):
        raise BrokenError(broken(path)) from None


def broken(path: str) -> Problem:
    """Return the problem of a part that cannot be read."""
    message = "a part of the workbook is torn"
    return fault("not-a-workbook", message, "$", value=repr(path), expected="the whole file")
