"""What a terminal gets: prose wrapped between words, and tables where rich is installed.

Nothing from a record reaches it as a control: what is not printable is shown
as its escape.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import IO, TextIO

from tipdata.cli._blocks import Block, Names, Table
from tipdata.cli._colours import GLUE, colour_tiers, glue_tiers, has_colours
from tipdata.cli._commands import Answer
from tipdata.cli._streams import write_error, writing_to
from tipdata.errors import one_line

_LEAST = 20
_ANY = 80
_DIGITS = 6
_LONGEST = 2_000
_INDENT = "  "
_HANGING = "    "
_GAP = 2
_RULE = "─"


def write_answer(answer: Answer, stream: TextIO | None) -> None:
    """Write an answer: for a person to a terminal, as stable lines to a pipe.

    Raises:
        GoneError: Nobody reads the stream any more.
        OutputError: It takes nothing.
    """
    if not answer.text:
        return
    with writing_to(stream) as file:
        print(_escape_json(answer.text) if answer.is_json else _for(file, answer), file=file)


def _for(stream: TextIO, answer: Answer) -> str:
    """Return what a stream gets of an answer."""
    colours = has_colours(stream, os.environ)
    text = printable(answer.text)
    if stream.isatty() and not answer.is_verbatim:
        width = width_of(stream)
        shown = answer.show and _draw(answer.show(), width, colours=colours)
        text = shown or wrap(text, width)
        colours = colours and not shown
    if colours:
        text = colour_tiers(text)
    return text if _takes(stream, _RULE) else text.replace(_RULE, "-")


def write_table(pieces: Iterable[bytes], stream: TextIO | None) -> None:
    """Write a table in UTF-8: as it is to a pipe, and to a terminal without controls.

    Raises:
        GoneError: Nobody reads the stream any more.
        OutputError: It takes nothing.
    """
    with writing_to(stream) as file:
        bare: IO[bytes] | None = getattr(file, "buffer", None)
        if bare is None or file.isatty():
            file.writelines(printable(piece.decode(errors="backslashreplace")) for piece in pieces)
        else:  # in UTF-8 whatever the encoding of a console is
            bare.writelines(pieces)


def _takes(stream: TextIO, character: str) -> bool:
    try:
        character.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write_message(text: str, stream: TextIO | None) -> None:
    """Write a message, wrapped if it is for a terminal; nobody reads it where it cannot be."""
    text = "\n".join(one_line(line, _LONGEST) for line in text.split("\n"))
    if stream is not None:
        write_error(wrap(text, width_of(stream)) if stream.isatty() else text, stream)


def printable(text: str) -> str:
    r"""Return a string with an escape for each character that is not printable.

    Line feeds stay, and so do blanks of other widths.

    >>> printable("a\x1b[31m\u202eb\n")
    'a\\x1b[31m\\u202eb\n'
    """
    return _escape(text, lambda character: ascii(character)[1:-1])


def _escape(text: str, escape: Callable[[str], str]) -> str:
    if text.replace("\n", "").isprintable():
        return text
    from unicodedata import category

    return "".join(
        c if c == "\n" or c.isprintable() or category(c) == "Zs" else escape(c) for c in text
    )


def _escape_json(text: str) -> str:
    r"""Return JSON with escapes for what is not printable, which its strings alone can have.

    >>> print(_escape_json('["\x9b", "\u202e"]'))
    ["\u009b", "\u202e"]
    """
    import json

    return _escape(text, lambda character: json.dumps(character)[1:-1])


def width_of(stream: TextIO) -> int:
    """Return how many columns a terminal has, 20 at least; `COLUMNS` overrides it."""
    said = os.environ.get("COLUMNS", "")
    columns = int(said) if said.isdecimal() and len(said) < _DIGITS else 0
    if not columns:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except OSError:  # which a stream that only says it is a terminal raises
            columns = _ANY
    return max(columns, _LEAST)


def wrap(text: str, width: int) -> str:
    """Return lines that go on, indented, where they are too long; only spaces end a line.

    >>> print(wrap("a table: Tier 2 Watch List, https://example.org/long", 22))
    a table:
        Tier 2 Watch List,
        https://example.org/long
    """
    return "\n".join(_wrap_line(line, width) for line in text.split("\n"))


def _wrap_line(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    import textwrap

    indent = line[: len(line) - len(line.lstrip(" "))]
    lines = textwrap.wrap(
        glue_tiers(line),
        width,
        subsequent_indent=indent + _HANGING,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(lines).replace(GLUE, " ")


def _draw(blocks: Sequence[Block], width: int, *, colours: bool) -> str | None:
    """Return blocks as text, or `None` if a table has too little room or rich is missing."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            try:
                from tipdata.cli._rich_tables import draw_table
            except ImportError:
                return None
            drawn = draw_table(block, width, colours=colours)
            if drawn is None:
                return None
            parts.append(drawn)
        else:
            text = (
                wrap(printable(block), width)
                if isinstance(block, str)
                else draw_names(block, width)
            )
            parts.append(colour_tiers(text) if colours else text)
    return "\n\n".join(parts)


def draw_names(block: Names, width: int) -> str:
    """Return names below their title, in as many columns as there is room for."""
    names = [*map(printable, block.names)]
    columns = next(
        columns
        for count in range(len(names) or 1, 0, -1)
        if sum(map(_width, columns := _split(names, count))) <= width or count == 1
    )
    lines = [printable(block.title)]
    for row in zip_longest(*columns, fillvalue=""):
        cells = (f"{cell:<{_width(column)}}" for cell, column in zip(row, columns, strict=True))
        lines.append((_INDENT + "".join(cells)).rstrip())
    return "\n".join(lines)


def _split(names: Sequence[str], count: int) -> list[Sequence[str]]:
    rows = -(-len(names) // count) or 1
    return [names[at : at + rows] for at in range(0, len(names), rows)]


def _width(column: Sequence[str]) -> int:
    return max(map(len, column)) + _GAP
