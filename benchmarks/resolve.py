"""`resolve` beside pycountry's `lookup` and `search_fuzzy`: time and what each gets right.

    python benchmarks/resolve.py

The 1,000 names are ISO's, the report's, those that published tables print
(`tests/files/spellings.tsv`) in other case and punctuation, and ISO's with two
letters exchanged. The last are for `search_fuzzy` to find; the strict two
promise to refuse them.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pycountry
from measure import Measure, best, show

from tipdata import countries

NAMES = 1_000
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


RESOLVERS: dict[str, Resolver] = {"resolve": ours, "lookup": lookup, "search_fuzzy": fuzzy}


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


def resolve_all(resolver: Resolver, texts: list[str]) -> None:
    """Resolve all texts, those that are refused too."""
    for text in texts:
        code_of(resolver, text)


def time_names(what: str, texts: list[str], names: Sequence[str], runs: int) -> Iterator[Measure]:
    """Yield the time that each resolver takes for a name, and the ratio of ours to the others."""
    works = {name: partial(resolve_all, RESOLVERS[name], texts) for name in names}
    each = {name: took / len(texts) * 1e6 for name, took in best(works, runs).items()}
    for name, took in each.items():
        yield Measure(f"{name}, {what}", took, "µs a name")
    yield Measure(f"resolve beside lookup, {what}", each["resolve"] / each["lookup"])


def measures(quick: bool) -> Iterator[Measure]:
    """Yield what each resolver gets right and wrong, and how long it takes."""
    cases = build()[: 20 if quick else None]
    found = {name: [code_of(one, text) for _, text in cases] for name, one in RESOLVERS.items()}
    for name, codes in found.items():
        missed = sum(code != case[0] for code, case in zip(codes, cases, strict=True))
        yield Measure(f"{name}, mixed names it misses", missed / len(cases) * 100, "%")
    both = [
        text
        for (code, text), mine, theirs in zip(cases, found["resolve"], found["lookup"], strict=True)
        if mine == theirs == code
    ]
    texts, runs = [text for _, text in cases], 1 if quick else 35
    yield from time_names("mixed names", texts, [*RESOLVERS], 1)
    yield from time_names("mixed names that both know", both, ["resolve", "lookup"], runs)
    plain = [name for _, name in iso_names()]
    yield from time_names("names of ISO", plain, ["resolve", "lookup"], runs)


if __name__ == "__main__":
    show(measures(quick=False))
