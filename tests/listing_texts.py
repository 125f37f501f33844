"""Texts as people copy the tier placements from the report, made of names by tier.

The names stand under headings in one of `LAYOUTS`. Nothing here reads such a text.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence

from tipdata import TierRecord
from tipdata.tiers import Tier, best_first

NamesByTier = Mapping[Tier, Sequence[str]]

_SENTENCES = {
    Tier.TIER_1: "Countries whose governments fully meet the Trafficking Victims Protection "
    "Act’s (TVPA) minimum standards.",
    Tier.TIER_2: "Countries whose governments do not fully meet the TVPA’s minimum standards, "
    "but are making significant efforts to bring themselves into compliance with those standards.",
    Tier.TIER_2_WATCH_LIST: "Countries whose governments do not fully meet the TVPA’s minimum "
    "standards, but are making significant efforts to bring themselves into compliance with "
    "those standards, and for which:",
    Tier.TIER_3: "Countries whose governments do not fully meet the minimum standards and are "
    "not making significant efforts to do so.",
    Tier.SPECIAL_CASE: "",
}
_CONDITIONS = (
    "a) the estimated number of victims of severe forms of trafficking is very significant or is\n"
    "significantly increasing and the country is not taking proportional concrete actions; or\n"
    "b) there is a failure to provide evidence of increasing efforts to combat severe forms of\n"
    "trafficking in persons from the previous year."
)
_TITLE = (
    "U.S. Department of State\nTIER PLACEMENTS\nTrafficking in Persons Report 2026\n"
    "Source: https://www.state.gov/reports/2026-trafficking-in-persons-report/\n"
)
_ACROSS = 3
_COLUMN = 44
_WIDTH = 60
_MARKS = ("*", "†", " (1)", "[2]", "¹", "")


def names_by_tier(tip: TierRecord, year: int) -> dict[Tier, list[str]]:
    """Return the names of an edition as it prints them, in alphabetical order under each tier."""
    found: dict[Tier, list[str]] = {tier: [] for tier in best_first()}
    for placement in tip.placements(year):
        found[placement.tier].append(placement.country.name_in(year))
    return {tier: sorted(names) for tier, names in found.items() if names}


def make_listing(names: NamesByTier, layout: str) -> str:
    """Return the names in one of `LAYOUTS`."""
    return LAYOUTS[layout](names)


def _one_a_line(names: NamesByTier) -> str:
    return "\n".join("\n".join([tier.value, *several]) for tier, several in names.items())


def _upper_case(names: NamesByTier) -> str:
    parts = [_TITLE]
    for number, (tier, several) in enumerate(names.items(), 52):
        half = len(several) // 2
        head = f"{tier.value.upper()}:"
        again = f"{tier.value.upper()} (cont'd)"
        parts += [head, *several[:half], "", str(number), again, *several[half:], ""]
    return "\r\n".join(parts)


def _across(names: NamesByTier, join: Callable[[Sequence[str]], str]) -> str:
    rows: list[str] = []
    for tier, several in names.items():
        height = -(-len(several) // _ACROSS)
        rows += [tier.value.upper(), *(join(several[row::height]) for row in range(height)), ""]
    return "\n".join(rows)


def _tabs(names: NamesByTier) -> str:
    return _across(names, "\t".join)


def _spaces(names: NamesByTier) -> str:
    return _across(names, lambda row: "".join(name.ljust(_COLUMN) for name in row).rstrip())


def _single_spaces(names: NamesByTier) -> str:
    return _across(names, " ".join)


def _bars(names: NamesByTier) -> str:
    return _across(names, lambda row: f"| {' | '.join(row)} |")


def _side_by_side(names: NamesByTier) -> str:
    height = max(map(len, names.values()))
    columns = [[*several, *[""] * (height - len(several))] for several in names.values()]
    rows = ["\t".join(row) for row in zip(*columns, strict=True)]
    return "\n".join(["\t".join(tier.value.upper() for tier in names), *rows])


def _commas(names: NamesByTier) -> str:
    paragraphs: list[str] = []
    for tier, several in names.items():
        *others, last = several
        listed = f"{', '.join(others)}, and {last}" if others else last
        paragraphs.append(f"{tier.value.replace('Watch List', 'Watchlist')}: {listed}.")
    return "\n\n".join(paragraphs)


def _paragraphs(names: NamesByTier) -> str:
    # Broken over lines, this one could be two countries.
    whole = _commas(names).replace("Serbia and Montenegro", "Serbia\u00a0and\u00a0Montenegro")
    return "\n\n".join(textwrap.fill(one, _WIDTH) for one in whole.split("\n\n"))


def _sentences(names: NamesByTier) -> str:
    lines = [_TITLE]
    for tier, several in names.items():
        sentence = _SENTENCES[tier]
        lines.append(f"{tier.value} – {sentence}" if sentence else f"{tier.value}s")
        if tier is Tier.TIER_2_WATCH_LIST:
            lines.append(_CONDITIONS)
        marked = (f"{name}{_MARKS[index % len(_MARKS)]}" for index, name in enumerate(several))
        lines += [name.replace(" ", "\u00a0") for name in marked]
    return "\n".join([*lines, "* The narratives of these countries are in a special section."])


def _bullets(names: NamesByTier) -> str:
    lines: list[str] = []
    for number, (tier, several) in enumerate(names.items()):
        lines.append(f"{tier.value} ({len(several)})")
        if number % 2:
            lines += [f"{place}. {name}" for place, name in enumerate(several, 1)]
        else:
            lines += [f"• {name}" for name in several]
    return "\n".join(lines)


def _markdown(names: NamesByTier) -> str:
    lines = ["# Tier Placements", ""]
    for tier, several in names.items():
        lines += [f"## **{tier.value}**", "", _SENTENCES[tier], ""]
        lines += [
            f"- [{name}](https://www.state.gov/reports/2026/{len(name)}/)" for name in several
        ]
        lines.append("\n---\n")
    return "\n".join(lines)


def _semicolons(names: NamesByTier) -> str:
    return "\n".join(
        f"{tier.value.upper()}\u2014{len(several)} countries\n{'; '.join(several)}"
        for tier, several in names.items()
    )


LAYOUTS: Mapping[str, Callable[[NamesByTier], str]] = {
    "one a line": _one_a_line,
    "upper case": _upper_case,
    "tabs": _tabs,
    "spaces": _spaces,
    "single spaces": _single_spaces,
    "bars": _bars,
    "side by side": _side_by_side,
    "commas": _commas,
    "paragraphs": _paragraphs,
    "sentences": _sentences,
    "bullets": _bullets,
    "markdown": _markdown,
    "semicolons": _semicolons,
}
"""The layouts by name."""
