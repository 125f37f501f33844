"""What has to hold of every refusal, whichever reader gives it."""

import functools
import re
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import attrs

from fuzz.harness import expect
from tipdata.errors import TipdataError
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem

__all__ = ["MOST_LINE", "attempt", "check_refusal", "is_printable", "only_refuses", "quiet"]

T = TypeVar("T")

_LIMITS = tuple(field.name for field in attrs.fields(Limits))
_LOW = (1, 2, 3, 5, 20, 100, 300)

MOST_LINE = 3_000
"""How many characters a line of a message may have; the longest lists all words of a vocabulary."""
MOST_LINES = 30
"""How many lines a message may have."""
_PROBLEMS = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"


def attempt(
    call: Callable[[], T], *, placed: bool = False, told: bool = True
) -> tuple[T | None, TipdataError | None]:
    """Return what a call returns, or the error with which it refuses its input.

    Any other exception is one of the library's faults, and passes.

    Args:
        call: What reads the input.
        placed: Whether each problem has to name a place.
        told: Whether the message is looked at.
    """
    try:
        return call(), None
    except TipdataError as error:
        if told:
            check_refusal(error, placed=placed)
        return None, error


def only_refuses(read: Callable[..., T], found: T | None, nth: int) -> None:
    """Let a low limit change nothing but what is refused.

    Args:
        read: Reads an input with `limits=`.
        found: What it returns without, or `None` if that is refused.
        nth: Chooses the limit.
    """
    name = _LIMITS[nth % len(_LIMITS)]
    limits = Limits(**{name: _LOW[nth // len(_LIMITS) % len(_LOW)]})
    less, _ = attempt(lambda: read(limits=limits))
    expect("a limit changes nothing but what is refused", less in (None, found), limits)


def check_refusal(error: TipdataError, *, placed: bool = False) -> None:
    """Refuse a message that is empty, long, or holds what is not printable."""
    for text in (str(error), repr(error)):
        lines = text.split("\n")
        expect("a message is printable", all(map(is_printable, lines)), text)
        expect("a message is short", len(lines) <= MOST_LINES, len(lines), text)
        expect("a line of a message is short", max(map(len, lines)) <= MOST_LINE, text)
    expect("a message says something", str(error).strip() != "", type(error))
    if isinstance(error, FormatError):
        expect("an error has problems", len(error.problems) + error.omitted > 0, error)
        for problem in error.problems[:50]:
            _check_problem(problem, placed=placed)


def is_printable(text: str) -> bool:
    """Tell whether a line hides, moves and reorders nothing; spaces of any width do not."""
    return text.isprintable() or all(
        one.isprintable() or unicodedata.category(one) == "Zs" for one in text
    )


def _check_problem(problem: Problem, *, placed: bool) -> None:
    line = str(problem)
    expect("a problem is one printable line", is_printable(line), line)
    expect("a problem is a short line", len(line) <= MOST_LINE, line)
    expect("the code of a problem is documented", problem.code in documented(), problem.code)
    if placed:
        expect("a problem names its place", problem.place != "", line)


@functools.cache
def documented() -> frozenset[str]:
    """Return the codes that the reference explains."""
    return frozenset(
        re.findall(r"^\| `([a-z0-9-]+)` \|", _PROBLEMS.read_text("utf-8"), re.MULTILINE)
    )


def quiet(call: Callable[[], T]) -> T:
    """Call what may warn, which is no fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()
