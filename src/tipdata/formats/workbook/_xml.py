"""XML as the parts of a workbook have it, parsed piece by piece."""

from collections.abc import Iterator
from xml.parsers import expat

from tipdata._wire.archives import Member
from tipdata._wire.bounds import beyond
from tipdata._wire.faults import fault
from tipdata._wire.json_text import BrokenError
from tipdata.limits import Limits
from tipdata.problems import Problem

_PIECE = 2**16


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses entities of a document's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def fed(parser: expat.XMLParserType, file: Member, path: str, limits: Limits) -> Iterator[None]:
    """Parse a file, and yield after each piece of it.

    Raises:
        BrokenError: It is cut off, or not XML, or a tag of it is too long.
    """
    size, is_open = 0, True
    while is_open:
        piece = file.read(_PIECE)
        size, is_open = size + len(piece), bool(piece)
        try:
            parser.Parse(piece, not piece)
        except (expat.ExpatError, ArithmeticError, LookupError, ValueError):
            raise BrokenError(broken(path)) from None
        # What a tag has so far is read again and again until it ends.
        if size - parser.CurrentByteIndex > limits.string + _PIECE and piece:
            message = "a tag in a part of the workbook is too long"
            raise BrokenError(beyond("string", limits, "$", message=message))
        yield


def broken(path: str) -> Problem:
    """Return the problem of a part that cannot be read."""
    message = "a part of the workbook is torn"
    return fault("not-a-workbook", message, "$", value=repr(path), expected="the whole file")
