"""`suggest` beside difflib and pycountry's `search_fuzzy`: what each gets right, and its time.

    python benchmarks/suggest.py

Times are of the processor, so that other programs do not count. The names are
those of the registry as tables misspell and damage them
(`tests/misspellings.py`), several thousand that `resolve` refuses. The last
lines are tables of 10,000 different unknown names, reported in one error, and of
as many codes.
"""

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial

import of_tests
import pycountry
from measure import Measure, best, show

import tipdata
from tipdata import countries
from tipdata.problems import FormatError

SEED = 2001
SLOW = 20
ROWS = 10_000

Guess = Callable[[str], str | None]

NAMES = {name: c.alpha_3 for c in countries.default() for name in c.spellings}


def ours(text: str) -> str | None:
    """Return the first suggestion of tipdata."""
    return next((near.country.alpha_3 for near in countries.suggest(text, 1)), None)


def by_letters(text: str) -> str | None:
    """Return the country of the name that difflib finds closest."""
    return next((NAMES[name] for name in get_close_matches(text, NAMES, 1)), None)


def fuzzy(text: str) -> str | None:
    """Return the first hit of pycountry's fuzzy search."""
    try:
        return str(pycountry.countries.search_fuzzy(text)[0].alpha_3)
    except LookupError:
        return None


def guess_all(guess: Guess, texts: Sequence[str]) -> list[str | None]:
    """Return the first guess of each text."""
    return [guess(text) for text in texts]


def read_rows(rows: list[tuple[str, int, str]]) -> None:
    """Read a table, and print the error in which it may end."""
    try:
        tipdata.TierRecord.from_rows(rows)
    except FormatError as error:
        str(error)


def measure_guesses(quick: bool) -> Iterator[Measure]:
    """Yield what each gets right and wrong of misspelled names, and how long it takes."""
    cases = of_tests.load("misspellings").misspell(countries.default(), SEED)
    ours("Kazakstan")  # builds the index
    few = cases[:: len(cases) // 10 if quick else SLOW]
    each: dict[str, float] = {}
    guesses = {"suggest": ours, "difflib": by_letters, "pycountry": fuzzy}
    for name, guess in guesses.items():
        some = cases if name == "suggest" and not quick else few
        texts = [case.text for case in some]
        found: list[str | None] = []
        work = partial(guess_all, guess, texts)
        seconds = best({name: lambda: found.extend(work())}, 1)[name]  # noqa: B023 - called here
        each[name] = seconds / len(texts) * 1e3
        missed = sum(one != case.code for one, case in zip(found, some, strict=True))
        yield Measure(f"{name}, misspelled names it misses", missed / len(found) * 100, "%")
        yield Measure(f"{name}, misspelled names", each[name], "ms a name")
    for name in ("difflib", "pycountry"):
        yield Measure(f"suggest beside {name}", each["suggest"] / each[name])


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the figures of guessing, and the time for a table of unknown names."""
    yield from measure_guesses(quick)
    codes, count = [country.alpha_3 for country in countries.default()], 100 if quick else ROWS
    unknown = [(f"Unknown Land {n}", 2001 + n // 250, "Tier 2") for n in range(count)]
    known = [(codes[n % 250], 2001 + n // 250, "Tier 2") for n in range(count)]
    seconds = best({"unknown": lambda: read_rows(unknown), "known": lambda: read_rows(known)}, 1)
    yield Measure(f"a table of {count:,} unknown names", seconds["unknown"], "s")
    yield Measure(f"a table of {count:,} known names", seconds["known"], "s")


if __name__ == "__main__":
    show(measures(quick=False))
