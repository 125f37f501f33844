"""`resolve` beside pycountry's `lookup` and `search_fuzzy`: time and what each gets right.

    python benchmarks/resolve.py

The 1,000 names are ISO's, the report's, those that published tables print
(`tests/files/spellings.tsv`) in other case and punctuation, and ISO's with two
letters exchanged. The last are for `search_fuzzy` to find; the strict two
promise to refuse them.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pycountry

from tipdata import countries

NAMES = 1_000
REPEATS = 7
NOT_IN_ISO = {"XKX", "YUG", "SCG", "ANT"}

Case = tuple[str, str]
Resolver = Callable[[str], str]


def ours(text: str) -> str:
    """Resolve with tipdata."""
    return countries.resolve(text).alpha_3


def lookup(text: str) -> str:
    """Resolve with pycountry's exact lookup."""
    return str(pycountry.countries.lookup(text).alpha_3)


def fuzzy(text: str) -> str:
    """Resolve with the first hit of pycountry's fuzzy search."""
    return str(pycountry.countries.search_fuzzy(text)[0].alpha_3)


def iso_names() -> list[Case]:
    """Return every name that pycountry has, but "Congo", which two countries share."""
    fields = ("name", "common_name", "official_name")
    named = {(c.alpha_3, getattr(c, field, None)) for c in pycountry.countries for field in fields}
    return sorted((code, name) for code, name in named if name and name != "Congo")


def spellings() -> list[Case]:
    """Return what published tables print, without misspellings and what is ambiguous."""
    path = Path(__file__).parents[1] / "tests" / "files" / "spellings.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    table = [line.split("\t") for line in lines]
    known = [(code, text) for code, kind, text in table if kind in {"name", "shorthand"}]
    return [case for case in known if case[0] not in NOT_IN_ISO]


def messy(case: Case, chance: random.Random) -> Case:
    """Return a name as a published table may spell it."""
    changes: list[Resolver] = [
        lambda text: text.upper(),
        lambda text: text.lower(),
        lambda text: f" {text} ",
        lambda text: text.replace(" and ", " & ").replace("Saint ", "St. "),
        lambda text: text.replace("Republic", "Rep.").replace("Democratic", "Dem."),
        lambda text: text.replace("'", "’").replace("-", " "),
        lambda text: f"The {text}",
    ]
    code, name = case
    return code, chance.choice(changes)(name)


def misspelt(case: Case, chance: random.Random) -> Case:
    """Return a name in which two letters that differ have changed places."""
    code, name = case
    swaps = [i for i in range(1, len(name) - 1) if name[i : i + 2].isalpha()]
    swaps = [i for i in swaps if name[i] != name[i + 1]]
    at = chance.choice(swaps)
    return code, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def build() -> list[Case]:
    """Return the names, always the same ones."""
    chance = random.Random(2001)  # noqa: S311 - a fixed shuffle, no secret
    iso = iso_names()
    report = [(c.alpha_3, c.report_name) for c in countries.default() if c.report_name]
    report = [case for case in report if case[0] not in NOT_IN_ISO]
    cases = [*iso, *report, *(messy(case, chance) for case in spellings())]
    cases += [misspelt(case, chance) for case in chance.choices(iso, k=NAMES - len(cases))]
    chance.shuffle(cases)
    return cases


def code_of(resolver: Resolver, text: str) -> str | None:
    """Return the code that a resolver finds, or `None` if it refuses."""
    try:
        return resolver(text)
    except LookupError:
        return None


def seconds(resolver: Resolver, texts: list[str]) -> float:
    """Return the time that a resolver takes for all texts."""
    start = time.perf_counter()
    for text in texts:
        code_of(resolver, text)
    return time.perf_counter() - start


def best(resolvers: dict[str, Resolver], texts: list[str], repeats: int) -> dict[str, float]:
    """Return the least time for each resolver, in microseconds a name, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in resolvers}
    for _ in range(repeats):
        for name, resolver in resolvers.items():
            times[name].append(seconds(resolver, texts))
    return {name: min(taken) / len(texts) * 1e6 for name, taken in times.items()}


def show(title: str, taken: dict[str, float]) -> None:
    """Print times and their ratios to ours."""
    print(title)
    for name, each in taken.items():
        print(f"  {name:<13} {each:10.2f} µs a name  {each / taken['resolve']:10.2f} times ours")


def main() -> None:
    """Print shares, times and ratios."""
    cases = build()
    resolvers: dict[str, Resolver] = {"resolve": ours, "lookup": lookup, "search_fuzzy": fuzzy}
    strict: dict[str, Resolver] = {"resolve": ours, "lookup": lookup}
    print(f"{len(cases):,} mixed names: share right, wrong, refused")
    found = {
        name: [code_of(resolver, text) for _, text in cases] for name, resolver in resolvers.items()
    }
    for name, codes in found.items():
        right = sum(code == case[0] for code, case in zip(codes, cases, strict=True))
        refused = codes.count(None)
        wrong = len(cases) - right - refused
        shares = "  ".join(f"{count / len(cases):6.1%}" for count in (right, wrong, refused))
        print(f"  {name:<13} {shares}")
    texts = [text for _, text in cases]
    slow = best(resolvers, texts, 1)["search_fuzzy"]
    show("all of them", {**best(strict, texts, REPEATS), "search_fuzzy": slow})
    both = [
        text
        for (code, text), mine, theirs in zip(cases, found["resolve"], found["lookup"], strict=True)
        if mine == theirs == code
    ]
    show(f"the {len(both):,} that resolve and lookup both know", best(strict, both, 5 * REPEATS))
    plain = [name for _, name in iso_names()]
    show(f"the {len(plain):,} names of ISO as they are", best(strict, plain, 5 * REPEATS))


if __name__ == "__main__":
    main()
