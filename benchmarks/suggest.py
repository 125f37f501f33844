"""`suggest` beside difflib and pycountry's `search_fuzzy`: what each gets right, and its time.

    python benchmarks/suggest.py

Times are of the processor, so that other programs do not count. The names are
those of the registry as tables misspell and damage them
(`tests/misspellings.py`), several thousand that `resolve` refuses. The last
line is a table of 10,000 different unknown names, reported in one error.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches

import of_tests
import pycountry

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


def measure(guess: Guess, texts: Sequence[str], codes: Sequence[str]) -> tuple[str, float]:
    """Return the shares of right, wrong and no first guesses, and the milliseconds for each."""
    start = time.process_time()
    found = [guess(text) for text in texts]
    each = (time.process_time() - start) / len(texts) * 1000
    outcomes = Counter(
        "none" if one is None else "right" if one == code else "wrong"
        for one, code in zip(found, codes, strict=True)
    )
    shares = (f"{outcomes[word] / len(texts):6.1%} {word}" for word in ("right", "wrong", "none"))
    return "  ".join(shares), each


def reading(unknown: bool) -> float:
    """Return the seconds for a table whose countries are all unknown, or all known."""
    known = [country.alpha_3 for country in countries.default()]
    rows = [
        (f"Unknown Land {n}" if unknown else known[n % 250], 2001 + n // 250, "Tier 2")
        for n in range(ROWS)
    ]
    start = time.process_time()
    try:
        tipdata.TierRecord.from_rows(rows)
    except FormatError as error:
        if not unknown:
            raise
        str(error)
    return time.process_time() - start


def main() -> None:
    """Print shares, times and ratios."""
    cases = of_tests.load("misspellings").misspell(countries.default(), SEED)
    texts, codes = [case.text for case in cases], [case.code for case in cases]
    ours("Kazakstan")  # builds the index
    base = 0.0
    for name, guess, step in (
        ("suggest", ours, 1),
        ("difflib", by_letters, SLOW),
        ("pycountry", fuzzy, SLOW),
    ):
        shares, each = measure(guess, texts[::step], codes[::step])
        base = base or each
        ratio = f"{each:8.2f} ms a name {each / base:8.1f} times ours"
        print(f"{name:10}{len(texts[::step]):6,} names {shares} {ratio}")
    slow, quick = reading(unknown=True), reading(unknown=False)
    print(
        f"{ROWS:,} unknown names in a table: {slow:.2f} s, {slow - quick:+.2f} s beside known ones"
    )


if __name__ == "__main__":
    main()
