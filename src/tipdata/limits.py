"""How much a reader takes of a file before it stops."""

import attrs

from tipdata._integers import read_integer
from tipdata.errors import InvalidValueError

__all__ = ["FREE_BYTES", "MOST_DEPTH", "Limits"]

FREE_BYTES = 2**23
"""The bytes that a packed file may unpack to whatever the ratio is: eight mebibytes."""

MOST_DEPTH = 500
"""The highest limit for nesting; Python's own scanner of JSON does not go much deeper."""


@attrs.frozen(kw_only=True)
class Limits:
    """How much a reader takes of a file; what goes beyond is refused with its place.

    The defaults are far above what people keep. Raise one for a large file that
    you trust, or lower it for files that strangers send.

    Attributes:
        size: The bytes of a file, or the characters of a string.
        unpacked: The bytes of all the files read from a zip file, when they are unpacked.
        ratio: How many times its own size a packed file may unpack to. The first
            eight mebibytes are free.
        members: The files in a zip file, and the sheets of a workbook.
        line: The bytes of a line, in the formats that are read line by line, and
            the characters of a record in a JSON document.
        string: The characters of a string, a key or a cell.
        depth: How deep lists and objects may be nested, at most 500.
        columns: The columns of a table or sheet.
        rows: The rows of a table or sheet.

    Raises:
        InvalidValueError: A limit is not a positive integer, or `depth` is above 500.

    >>> Limits(size=1000).size
    1000
    >>> from tipdata.formats import json
    >>> json.loads('{"schema_version": 2}', limits=Limits(size=10))
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      $: the file is too large; expected at most 10 bytes, or limits=Limits(size=21), got 21 bytes
    """

    size: int = 2**29
    unpacked: int = 2**30
    ratio: int = 200
    members: int = 10_000
    line: int = 2**24
    string: int = 1_000_000
    depth: int = 64
    columns: int = 16_384
    rows: int = 10_000_000

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(type(self)):
            given = getattr(self, field.name)
            number = read_integer(given)
            if number is None or number < 1:
                raise InvalidValueError(f"Limits.{field.name}", given, "a positive integer")
            if field.name == "depth" and number > MOST_DEPTH:
                expected = f"an integer from 1 to {MOST_DEPTH}"
                raise InvalidValueError("Limits.depth", given, expected)
            object.__setattr__(self, field.name, number)


def __dir__() -> list[str]:
    return __all__
