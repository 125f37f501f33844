"""What became of the rows of a join, counted by string and status."""

import functools
from collections.abc import Iterator, Mapping

import attrs

from tipdata._tables.columns import columns_by, read_paths
from tipdata._tables.tabular import Tabular
from tipdata.countries import CountryRegistry
from tipdata.errors import AmbiguousCountryError, UnknownCountryError, shorten
from tipdata.frames._names import NameMatch, Names
from tipdata.frames._words import STATUSES
from tipdata.problems import Collector, Problem
from tipdata.typing import Columns

__all__ = ["JoinLine", "JoinReport", "report_counts"]

_SHOWN = 10
_SUGGESTED = 200


@attrs.frozen(kw_only=True)
class JoinLine:
    """One string of the country column, and what became of its rows.

    Attributes:
        text: The string; `None` for null.
        rows: How many rows have it.
        country: The alpha-3 code that it was read as.
        status: `matched`, or why it means no country: `unknown_country`,
            `ambiguous_country` or `missing`.
        as_code: Whether it was read as a code.
        suggestions: The nearest names, or the countries that an ambiguous
            string may mean. Unknown strings beyond the 200 most frequent
            have none.
    """

    __module__ = "tipdata.frames"

    text: str | None = attrs.field(repr=shorten)
    rows: int
    country: str | None = None
    status: str = "matched"
    as_code: bool = False
    suggestions: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = f"{shorten(self.text)}: {self.rows:,} row{'s' * (self.rows != 1)}"
        if self.country:
            return f"{line}, {self.country}"
        if self.status == "ambiguous_country":
            return f"{line}; it may be {' or '.join(self.suggestions)}"
        return line + (f"; did you mean {' or '.join(self.suggestions)}?" * bool(self.suggestions))


@attrs.frozen(kw_only=True, repr=False)
class JoinReport(Tabular):
    """How the rows of a frame met the tier record.

    Attributes:
        rows: How many rows the frame has.
        statuses: How many rows have each `tier_status`, those that occur.
        lines: The strings of the country column, the most frequent first.
        warnings: What asks for a second look, such as a column of digits of
            which many are not ISO 3166 numbers.
    """

    __module__ = "tipdata.frames"

    rows: int
    statuses: tuple[tuple[str, int], ...]
    lines: tuple[JoinLine, ...]
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each `tier_status`, zeros included."""
        return {**dict.fromkeys(STATUSES, 0), **dict(self.statuses)}

    @property
    def matched(self) -> tuple[JoinLine, ...]:
        """The strings that mean a country."""
        return tuple(line for line in self.lines if line.status == "matched")

    @property
    def unmatched(self) -> tuple[JoinLine, ...]:
        """The strings that mean no known country."""
        return tuple(line for line in self.lines if line.status == "unknown_country")

    @property
    def ambiguous(self) -> tuple[JoinLine, ...]:
        """The strings that may mean several countries."""
        return tuple(line for line in self.lines if line.status == "ambiguous_country")

    @property
    def codes(self) -> tuple[JoinLine, ...]:
        """The strings that were read as a code."""
        return tuple(line for line in self.lines if line.as_code)

    @property
    def missing(self) -> tuple[JoinLine, ...]:
        """The strings that were read as a missing cell, such as `NA`; blank ones are not listed."""
        lines = (line for line in self.lines if line.status == "missing")
        return tuple(line for line in lines if line.text and not line.text.isspace())

    def columns(self) -> Columns:
        """Return the texts as plain columns, one row a text."""
        columns = columns_by(read_paths("text rows status country as_code"), self.lines)
        columns["suggestions"] = ["; ".join(line.suggestions) for line in self.lines]
        return columns

    @property
    def _caption(self) -> str:
        placed = self.counts["placed"] + self.counts["special_case"]
        share = f" ({placed / self.rows:.1%})" if self.rows else ""
        warned = "".join(f"; warning: {warning}" for warning in self.warnings)
        rows = f"{self.rows:,} row{'s' * (self.rows != 1)}"
        return f"{rows}, {placed:,} with a tier{share}{warned}"

    def raise_if_missing(self, column: str) -> None:
        """Raise a `FormatError` if a row has no tier."""
        problems = Collector()
        for line in (*self.unmatched, *self.ambiguous):
            problems.add(functools.partial(_problem, line, column))
        for status, rows in self.statuses:
            if status not in ("placed", "special_case", "unknown_country", "ambiguous_country"):
                have = "row has" if rows == 1 else "rows have"
                code, message = status.replace("_", "-"), f"{rows:,} {have} no tier: {status}"
                problems.add(Problem(code=code, message=message))
        problems.raise_any()

    def __str__(self) -> str:
        said = [self._caption]
        said += [f"  {status}: {rows:,}" for status, rows in self.statuses]
        for title, lines in (
            ("unknown", self.unmatched),
            ("ambiguous", self.ambiguous),
            ("read as a code", self.codes),
            ("read as missing", self.missing),
        ):
            if lines:
                said.append(f"{title} ({len(lines):,}):")
                said += [f"  {line}" for line in lines[:_SHOWN]]
                said += [f"  and {len(lines) - _SHOWN:,} more"] * (len(lines) > _SHOWN)
        return "\n".join(said)


def _problem(line: JoinLine, column: str) -> Problem:
    ambiguous = line.status == "ambiguous_country"
    return Problem(
        code=line.status.replace("_", "-"),
        message=f"{line.status.replace('_', ' ')} in {line.rows:,} row{'s' * (line.rows != 1)}",
        path=column,
        column=column,
        value=shorten(line.text),
        expected=" or ".join(line.suggestions) if ambiguous else "the name or code of a country",
        suggestion="" if ambiguous else next(iter(line.suggestions), ""),
    )


def report_counts(
    texts: Mapping[str | None, int], statuses: Mapping[str, int], names: Names
) -> JoinReport:
    """Return the report of rows that are counted by country string and by status."""
    known = {match.text: match for match in names.matches}
    lines: list[JoinLine] = []
    unknown = 0
    for text, rows in sorted(texts.items(), key=lambda t: (-t[1], t[0] is not None, t[0] or "")):
        if text is None:
            lines.append(JoinLine(text=text, rows=rows, status="missing"))
            continue
        match = known.get(text) or NameMatch(text=text, status="unknown_country")
        unknown += match.status == "unknown_country"
        # Looking for the nearest names takes long.
        helped = match.status != "unknown_country" or unknown <= _SUGGESTED
        lines.append(
            JoinLine(
                text=text,
                rows=rows,
                country=match.country,
                status=match.status,
                as_code=match.as_code,
                suggestions=_suggest(match, names.registry) if helped else (),
            )
        )
    return JoinReport(
        rows=sum(texts.values()),
        statuses=tuple((status, statuses[status]) for status in STATUSES if statuses.get(status)),
        lines=tuple(lines),
        warnings=tuple(_warn(known, names.registry)),
    )


def _warn(known: Mapping[str, NameMatch], registry: CountryRegistry) -> Iterator[str]:
    """Warn if most strings are digits, and more than a quarter of these are not ISO numbers."""
    texts = {text.strip() for text, match in known.items() if match.status != "missing"}
    digits = {text for text in texts if text.isdecimal()}
    unknown = {text for text in digits if not _is_code(text, registry)}
    if 2 * len(digits) > len(texts) and 4 * len(unknown) > len(digits):
        yield (
            f"{len(unknown):,} of {len(digits):,} numbers are not in ISO 3166; the column looks "
            "like another scheme, such as Correlates of War or Gleditsch-Ward, which is not read"
        )


def _is_code(text: str, registry: CountryRegistry) -> bool:
    try:
        registry.get(text)
    except UnknownCountryError:
        return False
    except AmbiguousCountryError:
        return True
    return True


def _lists_countries(text: str, registry: CountryRegistry) -> bool:
    """Tell whether a string has several countries, none of which is meant alone."""
    try:
        registry.resolve(text)
    except UnknownCountryError as error:
        return bool(error.hint) and not error.nearest
    except AmbiguousCountryError:
        return False
    return False


def _suggest(match: NameMatch, registry: CountryRegistry) -> tuple[str, ...]:
    """Return the names that a string may have meant."""
    if match.status == "unknown_country":
        if _lists_countries(match.text, registry):
            return ()
        return tuple(found.name for found in registry.suggest(match.text, 3))
    several = tuple(f"{registry.get(code).name} ({code})" for code in match.candidates)
    return (*several, "a missing cell") if len(several) == 1 else several


def __dir__() -> list[str]:
    return __all__
