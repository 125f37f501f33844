"""Harnesses of the readers of strings: dates, tiers, the names of countries, and listings."""

import functools
import re
from random import Random

import tipdata
from fuzz.damage import bytes_damaged
from fuzz.documents import RARE, SPARSE, same_outcome
from fuzz.harness import Harness, expect
from fuzz.oracles import attempt
from tipdata import FormatError, PartialDate, Period, Tier, countries, frames
from tipdata.countries import default
from tipdata.countries.grouping import groups
from tipdata.errors import AmbiguousCountryError, UnknownCountryError
from tipdata.tiers import read_tier

__all__ = ["HARNESSES"]

_DATES: tuple[str, ...] = (
    *("2021", "2021-07", "2021-07-01", "0001", "9999-12-31", "2021-02-29", "2024-02-29", "1900"),
    *(
        "1 July 2021",
        "July 2021",
        "Jul 1, 2021",
        "01/07/2021",
        "7/12/01",
        "12.07.2021",
        "2021/07/01",
    ),
    *(
        "20210701",
        "2021-W27",
        "2021-182",
        "1 июля 2021",
        "2021年7月1日",
        "٢٠٢١-٠٧-٠١",
        "1st July 2021",
    ),
    *(
        "2021/..",
        "../2021",
        "../..",
        "2019-09-21/2024",
        "2024/2019",
        "/",
        "..",
        "2021T10:00Z",
        "10:00",
    ),
    *(
        "circa 2021",
        "Summer 2021",
        "early July",
        "2021?",
        "between 2001 and 2003",
        "2020-2021",
        "-2021",
    ),
)
_TIERS: tuple[str, ...] = (
    *(one.value for one in Tier),
    *(one.short for one in Tier),
    *("2WL", "Tier 2 Watchlist", "tier two", "T1", "Tier 2.5", "2.5", "555", "666", "Tier 2WL*"),
    *(
        "Special case",
        "SC",
        "Auto Tier 3",
        "Tier III",
        "1.0",
        "١",
        "Ⅱ",
        "Tier 4",
        "tier-2-watch-list",
    ),
)
_PIECES: tuple[bytes, ...] = (
    *(
        b" ",
        b"-",
        b"/",
        b".",
        b",",
        b";",
        b":",
        b"(",
        b")",
        b"&",
        b"'",
        b"*",
        b"0",
        b"9",
        b"\xc2\xa0",
    ),
    *(
        b"Tier ",
        b" and ",
        b"the ",
        b", Republic of",
        b"Jan",
        b"13",
        b"32",
        b"\xd9\xa1",
        b"\xe2\x80\x93",
    ),
    *("И".encode(), "é".encode(), "ẞ".encode(), "İ".encode(), "🏳".encode(), "中".encode()),
    *(b"9" * 5_000, b"a" * 2_000, b" " * 2_000, b"-" * 300, b"(" * 200, "\u0301".encode() * 300),
)


def _damaged(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((0, 1, 1, 2))):
        data = bytes_damaged(data, chance, _PIECES)
    return data


def _text(data: bytes) -> str:
    """Return a string that may hold anything, an unpaired surrogate included."""
    return data.decode("utf-8", "surrogateescape")


def _date(chance: Random) -> bytes:
    return _damaged(chance.choice(_DATES).encode(), chance)


def _run_dates(data: bytes, nth: int) -> bool:
    text = _text(data)
    date, _ = attempt(lambda: PartialDate.parse(text))
    read, _ = attempt(lambda: PartialDate.read(text))
    period, _ = attempt(lambda: Period.parse(text))
    if date is not None:
        expect("a date is written as it was read", str(date) == text, text, date)
        expect("what is parsed is read alike", read == date, text, read, date)
    if read is not None:
        expect("a date is read back equal", PartialDate.parse(str(read)) == read, text, read)
    if period is not None:
        expect("a period is read back equal", Period.parse(str(period)) == period, text, period)
    for day_first in (True, False):
        either, _ = attempt(lambda: PartialDate.read(text, day_first=day_first))  # noqa: B023
        if read is not None:
            expect("a clear date has one order", either in (None, read), text, either, read)
    if nth % SPARSE == 0:
        same_outcome(
            "reading is deterministic",
            lambda: PartialDate.read(text),
            lambda: PartialDate.read(text),
        )
    return date is not None or read is not None or period is not None


def _tier(chance: Random) -> bytes:
    return _damaged(chance.choice(_TIERS).encode(), chance)


_CODINGS = ("ordinal", "three", "binary", "kelley", "frank", "x")


def _run_tiers(data: bytes, nth: int) -> bool:
    text = _text(data)
    tier, _ = attempt(lambda: Tier.parse(text))
    label, _ = attempt(lambda: read_tier(text))
    if tier is not None:
        expect("a tier is parsed as its label", Tier.parse(tier.value) is tier, text)
    if label is not None:
        expect("what is read as a tier is parsed as that", label is tier, text, label, tier)
    code: object = text
    if re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", text, re.ASCII):
        code = float(text) if nth % 2 else text
    coding = _CODINGS[nth % len(_CODINGS)]
    meant, _ = attempt(lambda: Tier.meant_by(code, coding))  # type: ignore[arg-type]
    decoded, why = attempt(lambda: Tier.decoded(code, coding))  # type: ignore[arg-type]
    if why is None and meant is not None:
        expect("a code means what it is decoded to", (decoded,) == meant or not decoded, meant)
    return tier is not None


@functools.cache
def _names() -> tuple[str, ...]:
    found = [name for one in default() for name in (one.name, one.label, *one.aliases)]
    codes = [code for one in default() for code in (one.alpha_3, one.alpha_2) if code]
    named = [f"{scheme.name}/{group}" for scheme in groups() for group in scheme.groups]
    named += [group for scheme in groups() for group in scheme.groups]
    schemes = [
        "eu",
        "cis",
        "un_subregion",
        "wb_region",
        "bureau",
        "G7",
        "Central Asia",
        "NA",
        "PRK",
    ]
    return (*found, *codes, *named, *schemes)


def _name(chance: Random) -> bytes:
    text = chance.choice(_names())
    if chance.random() < 0.1:
        text += chance.choice(("; ", ", ", " and ", "/", " (", "\n")) + chance.choice(_names())
    return _damaged(text.encode(), chance)


def _run_names(data: bytes, nth: int) -> bool:
    text = _text(data)
    is_told = nth % 8 == 0  # to look for what was meant takes ten times as long as the rest
    country, why = attempt(lambda: countries.resolve(text), told=is_told)
    if country is not None:
        for spelled in (text.upper(), text.lower(), f"  {text} "):
            again, _ = attempt(lambda: countries.resolve(spelled))  # noqa: B023
            is_code = len(text.strip()) <= 3
            expect("case and space do not matter", is_code or again == country, text, spelled)
        expect("a country is resolved by its code", countries.get(country.alpha_3) == country)
    else:
        known = isinstance(
            why, (UnknownCountryError, AmbiguousCountryError, tipdata.errors.InvalidValueError)
        )
        expect("a name is unknown or ambiguous", known, text, why)
    attempt(lambda: countries.get(text), told=is_told)
    if is_told:
        attempt(lambda: countries.members(text))
        attempt(lambda: countries.members((text, text)))
        attempt(lambda: countries.group_of("KAZ", text))  # type: ignore[arg-type]
    if nth % SPARSE == 0:
        for suggestion in attempt(lambda: countries.suggest(text))[0] or ():
            expect("a suggestion is of the registry", suggestion.country in default(), text)
        if why is not None:
            expect("a hint is printable", str(getattr(why, "nearest", "")).isprintable(), text)
    if nth % RARE == 0:
        found, _ = attempt(lambda: frames.read_names([text, "KAZ"], match="both"))
        if found is not None and country is not None:
            # R writes NA for a missing cell.
            is_read = country.alpha_3 in found.codes.values() or text.strip().upper() == "NA"
            expect("a column is read as a name is", is_read, text)
        attempt(lambda: default().with_aliases({text: "KAZ"}))
    return country is not None


_HEADINGS = ("TIER 1", "Tier 2", "TIER 2 WATCH LIST", "Tier 3", "SPECIAL CASE", "## Tier 1 (31)")
_LINES = (
    *("", "Countries", "12", "* Note", "Tier 1: Countries that fully meet the minimum standards."),
    *("TIER 4", "TIER 2 (continued)", "| a | b |", "- ", "1.", "---", "Teir 2", "Burma*", "Congo"),
    *("TIER 1 TIER 2 TIER 3", "Kazakhstan    Kenya    Kuwait", "France; Chad", "Korea, South"),
)


def _listing(chance: Random) -> bytes:
    lines = list[str]()
    for _ in range(chance.choice((1, 1, 2, 3))):
        lines.append(chance.choice(_HEADINGS))
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            one = chance.choice(_names())
            lines.append(
                f"{chance.choice(('', '', '- ', '* '))}{one}{chance.choice(('', '', '*'))}"
            )
        if chance.random() < 0.3:
            lines.append(chance.choice(_LINES))
    if chance.random() < 0.1:
        chance.shuffle(lines)
    return _damaged("\n".join(lines).encode(), chance)


def _letters(text: str) -> str:
    """Return text without what a name may lose on its way."""
    return "".join(filter(str.isalnum, text))


def _run_listing(data: bytes, nth: int) -> bool:
    text = _text(data)
    found, error = attempt(lambda: tipdata.read_listing(text))
    if nth % SPARSE == 0:
        again = attempt(lambda: tipdata.read_listing(text))[1]
        expect("reading is deterministic", again == error, error, again)
        if "\r" not in text:
            again = attempt(lambda: tipdata.read_listing(text.replace("\n", "\r\n")))[1]
            expect("line ends do not matter", again == error, error, again)
    if found is None:
        expect("a listing is refused with problems", isinstance(error, FormatError), error)
        return False
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in found:
        expect("a country stands in its line", 0 < one.line <= len(lines), one)
        first, line = map(_letters, (one.text.split("\n")[0], lines[one.line - 1]))
        expect("a name is what stands there", first in line, one.text)
    if nth % SPARSE == 0:
        made, _ = attempt(lambda: tipdata.load().with_edition(2026, found, partial=True))
        if made is not None:
            placed = {one.country.alpha_3: one.tier for one in made.placements(2026)}
            listed = {one.country.alpha_3: one.tier for one in found}
            expect("an edition has what is listed", placed == listed, text)
    return True


HARNESSES = (
    Harness(
        "dates",
        (
            "tipdata.dates.PartialDate.parse",
            "tipdata.dates.PartialDate.read",
            "tipdata.dates.Period.parse",
        ),
        _date,
        _run_dates,
        _damaged,
    ),
    Harness(
        "tiers",
        (
            "tipdata.tiers.Tier.parse",
            "tipdata.tiers.Tier.decoded",
            "tipdata.tiers.Tier.meant_by",
            "tipdata.tiers.read_tier",
        ),
        _tier,
        _run_tiers,
        _damaged,
    ),
    Harness(
        "names",
        (
            "tipdata.countries.resolve",
            "tipdata.countries.get",
            "tipdata.countries.suggest",
            "tipdata.countries.members",
            "tipdata.countries.group_of",
            "tipdata.countries.CountryRegistry.with_aliases",
            "tipdata.frames.read_names",
        ),
        _name,
        _run_names,
        _damaged,
    ),
    Harness(
        "listing",
        ("tipdata.read_listing", "tipdata.tierrecord._supplied.Supplied.with_edition"),
        _listing,
        _run_listing,
        _damaged,
    ),
)
