"""Bytes of a table as text, and what bytes that cannot be read probably are.

A byte-order mark or the caller says what the encoding is. Other bytes are not
decoded: an error names their place and what they probably are.
"""

import codecs
from collections.abc import Iterable
from itertools import islice, pairwise

from tipdata._wire.faults import fault
from tipdata._wire.json_text import MARKS, BrokenError
from tipdata.errors import InvalidValueError, shorten
from tipdata.problems import Problem

Rows = Iterable[tuple[int, list[str]]]
"""Rows of a table with their numbers, the header being row 1."""

LENIENT = "surrogateescape"
"""The error handler that finds the place of bytes which cannot be decoded."""

_UTF_8 = "text saved as UTF-8 ('CSV UTF-8' in Excel)"
_TITLES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252"}
_ASKED = 1000
_LETTERS = 0xC0


def check_encoding(name: object, field: str = "encoding") -> None:
    """Refuse what is neither `None` nor the name of an encoding of text.

    Raises:
        InvalidValueError: It is something else.
    """
    if name is None:
        return
    try:
        "a".encode(name)  # type: ignore[arg-type]  # whether it is a name is what is found out
        b"a".decode(name, LENIENT)  # type: ignore[arg-type]  # as above
    except UnicodeDecodeError:  # two bytes or more are a letter
        return
    except (LookupError, TypeError, ValueError):
        expected = "the name of an encoding, such as 'cp1252'"
        raise InvalidValueError(field, name, expected) from None


def encoding_of(start: bytes, given: str | None, path: str) -> str:
    """Return the encoding of a string of bytes: its byte-order mark, the given one, or UTF-8.

    Args:
        start: How the text begins.
        given: The encoding that the caller named.
        path: The name of the table.

    Raises:
        BrokenError: It is UTF-16 without a mark.
    """
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), given)
    if marked is not None and not start.startswith(codecs.BOM_UTF8):
        return marked
    if b"\0" in start[:2]:
        meant = "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
        message = "the text is UTF-16 without a byte-order mark"
        expected = f"{_UTF_8}, or encoding={meant!r}"
        raise BrokenError(fault("not-utf-8", message, path, expected=expected))
    return "utf-8-sig"


def undecoded(rows: Rows, header: list[str], path: str, encoding: str) -> Problem:
    """Return the problem of bytes that are not of their encoding, with the first place.

    Args:
        rows: The rows of the text, decoded with `LENIENT`.
        header: The names of the columns.
        path: The name of the table.
        encoding: The encoding that the text does not have.
    """
    damaged = (
        (row, column, cell)
        for row, cells in rows
        for column, cell in enumerate(cells)
        if _has_bytes(cell)
    )
    found = [*islice(damaged, _ASKED)]
    row, column, cell = found[0] if found else (None, 0, "")
    name = header[column] if row not in {None, 1} and column < len(header) else ""
    if not encoding.startswith("utf-8"):
        message, expected = f"not {encoding}", "text in the encoding that was named"
        return fault("not-utf-8", message, path, row=row, column=name, expected=expected)
    probable = _probable(b" ".join(_bytes(one) for *_, one in found))
    title = f", but probably {_TITLES[probable]}" if probable else ""
    return fault(
        "not-utf-8",
        f"not UTF-8{title}",
        path,
        row=row,
        column=name,
        value=shorten(_bytes(cell)),
        expected=_UTF_8 + (f", or encoding={probable!r}" if probable else ""),
        suggestion=_bytes(cell)[:60].decode(probable) if probable else "",
    )


def _has_bytes(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= letter <= "\udcff" for letter in cell)


def _bytes(cell: str) -> bytes:
    return cell.encode("utf-8", LENIENT)


def _probable(data: bytes) -> str | None:
    """Return the more probable of two common encodings of Windows, or `None`.

    Cyrillic words consist of the letters of the upper half, while Western
    ones have few of them, each alone.
    """
    letters = [byte >= _LETTERS for byte in data]
    together = sum(one and two for one, two in pairwise(letters))
    names = ("cp1251", "cp1252") if 2 * together > sum(letters) else ("cp1252", "cp1251")
    for name in () if data.isascii() else names:
        try:
            codecs.decode(data, name)
        except UnicodeDecodeError:
            continue
        return name
    return None
