"""What messages have in common: one printable line, values cut short, choices, hints."""

from collections.abc import Collection, Iterable, Sequence, Sized

_SHOWN = 60
_LONGEST = 600
_NAMED = 20
_CONFLICTS = 3


def shorten(value: object, limit: int = _SHOWN) -> str:
    """Return `repr(value)` cut to about `limit` characters, whatever the value's size.

    >>> shorten("x" * 10_000_000, limit=12)
    "'xxxxxxxxx…' (10,000,000 characters)"
    """
    if isinstance(value, (str, bytes)) and len(value) > limit:
        unit = "characters" if isinstance(value, str) else "bytes"
        return f"{repr(value[:limit])[: limit - 2]}…' ({len(value):,} {unit})"
    if isinstance(value, int) and value.bit_length() > 256:  # noqa: PLR2004 - repr of a huge int is refused or slow
        return f"an integer of {value.bit_length():,} bits"
    try:
        if isinstance(value, Sized) and len(value) > limit:
            return f"a {type(value).__name__} of {len(value):,}"
        text = _on_one_line(repr(value))
    except Exception:  # noqa: BLE001 - a broken repr must not hide the error being reported
        return f"a {type(value).__name__}"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _on_one_line(text: str) -> str:
    """Return a repr without line breaks and escapes, which those of frames may have."""
    return text if text.isprintable() else _escape(" ".join(text.split()))


def one_line(text: str, limit: int = _LONGEST) -> str:
    r"""Return text as one printable line, without its middle if it is longer than `limit`.

    What could move the cursor, reorder or hide characters shows as its escape;
    spaces of any width stay. A line that passes comes out as it went in.

    >>> one_line("a\x1b[31m\u202eb\n")
    'a\\x1b[31m\\u202eb\\n'
    >>> one_line("x" * 1_000_000, limit=8)
    'xxxxx…xx'
    """
    if len(text) <= limit and text.isprintable():
        return text
    if len(text) > 2 * limit:  # so that no more is escaped than shows
        text = text[:limit] + text[-limit:]
    line = _escape(text)
    if len(line) <= limit:
        return line
    tail = limit // 3
    return f"{line[: limit - tail - 1]}…{line[len(line) - tail :]}"


def _escape(text: str) -> str:
    from unicodedata import category  # noqa: PLC0415 - most text is printable

    return "".join(c if c.isprintable() or category(c) == "Zs" else ascii(c)[1:-1] for c in text)


def meant_number(value: object) -> int | None:
    """Return the integer of up to four digits that a string or a float spells.

    >>> meant_number(" 2021 "), meant_number(2021.0), meant_number("x")
    (2021, 2021, None)
    """
    text = str(value).strip().removesuffix(".0") if isinstance(value, (str, float)) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None  # noqa: PLR2004 - a year has four


def runs_of(years: Iterable[int]) -> str:
    """Return years as runs.

    >>> runs_of([2001, 2003, 2004, 2005])
    '2001, 2003-2005'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def describe_missing(
    year: object, first: int | None, last: int | None, detail: str, left_out: Collection[int]
) -> str:
    """Return that an edition is missing, or `detail`, and which editions exist.

    >>> describe_missing(2010, 2015, 2025, "", range(2001, 2015)).partition("; ")[::2]
    ('the 2010 edition is left out', 'this selection starts with the 2015 edition; ...')
    """
    newest, given = last or max(left_out, default=None), shorten(year)
    if type(year) is not int and newest and not detail:
        meant = meant_number(year)
        such = meant if meant and len(str(meant)) == len(str(newest)) else newest
        return f"expected a report year, an integer such as {such}, got {given}"
    missing = f"the {given} edition is left out" if year in left_out else f"no {given} edition"
    return f"{detail or missing}; {_describe_coverage(first, last, left_out)}"


def _describe_coverage(first: int | None, last: int | None, left_out: Collection[int]) -> str:
    if not left_out:
        return (
            "the record has no editions" if first is None else f"the record covers {first}-{last}"
        )
    if first is None or last is None:
        has = "has no editions"
    elif max(left_out) < first:
        has = f"starts with the {first} edition"
    elif min(left_out) > last:
        has = f"ends with the {last} edition"
    else:
        has = f"covers {first}-{last}"
    known = [known for known in (first, last, *left_out) if known is not None]
    return f"this selection {has}; the record it was made from has {min(known)}-{max(known)}"


def one_of(words: Iterable[object]) -> str:
    """Return the choices of a message.

    >>> one_of(["ours", "theirs"])
    "one of 'ours', 'theirs'"
    """
    return "one of " + ", ".join(map(shorten, words))


def any_of(names: Collection[str]) -> str:
    """Return names as alternatives, quoted.

    >>> any_of(["Niger", "Nigeria"])
    "'Niger' or 'Nigeria'"
    """
    return " or ".join(map(shorten, names))


def did_you_mean(near: Collection[str] | None) -> str:
    """Return the hint that ends a message, or an empty string if nothing is near.

    `near` is one name or several.

    >>> did_you_mean("Kenya")
    "; did you mean 'Kenya'?"
    """
    names = [near] if isinstance(near, str) else near
    return f"; did you mean {any_of(names)}?" if near and names else ""


def not_a_tier(given: object, near: str | None, codings: Collection[str]) -> str:
    """Return the message of a value that names no tier; a number needs one of its codings.

    >>> print(not_a_tier("2.5", None, ["kelley"]).partition("; for ")[2])
    a number of the coding 'kelley', use Tier.decoded(2.5, 'kelley')
    """
    labels = "'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3' or 'Special Case'"
    hint = did_you_mean(near)
    if codings:
        number, one = str(given).strip(), len(codings) == 1
        coding = repr(*codings) if one else "coding"
        of = f" of the coding {coding}" if one else ""
        among = "" if one else f" with {one_of(codings)}"
        hint = f"; for a number{of}, use Tier.decoded({number}, {coding}){among}"
    return f"{shorten(given)} is not a tier; expected {labels}{hint}"


def among_columns(columns: Sequence[str]) -> str:
    """Return the end of a message that lists the columns of a frame.

    >>> among_columns(["land", "year"])
    "; the columns are 'land', 'year'"
    """
    names = ", ".join(map(shorten, columns[:_NAMED]))
    more = f" and {len(columns) - _NAMED:,} more" * (len(columns) > _NAMED)
    return f"; the columns are {names}{more}" if names else ""


def in_conflict(records: Sequence[str]) -> str:
    """Return the message of records that differ between two datasets.

    >>> print(in_conflict(["person 'ann'"]).partition(";")[0])
    1 record differs between the datasets (person 'ann')
    """
    count = len(records)
    shown = ", ".join(records[:_CONFLICTS]) + ", …" * (count > _CONFLICTS)
    differ = f"{count:,} {'record differs' if count == 1 else 'records differ'}"
    choice = "pass on_conflict='ours' or on_conflict='theirs'"
    return f"{differ} between the datasets ({shown}); {choice}"
