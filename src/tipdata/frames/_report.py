"""What became of each row of a join, counted by text and status."""

import functools
from collections import Counter
from typing import Any

import attrs
import narwhals as nw

from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.countries import CountryRegistry
from tipdata.errors import shorten
from tipdata.frames._attach import Plan, with_cells
from tipdata.frames._engines import CELL
from tipdata.frames._names import NameMatch, Names
from tipdata.frames._native import backend_of, collected
from tipdata.frames._types import STATUSES
from tipdata.problems import FormatError, Problem
from tipdata.typing import Columns

__all__ = ["JoinLine", "JoinReport", "counted", "report_of"]

_ROWS = "__tipdata_rows"
_SHOWN = 10
_SUGGESTED = 200
_UNNAMED = ("unknown_country", "ambiguous_country")


@attrs.frozen(kw_only=True)
class JoinLine:
    """One text of the country column, and what became of its rows.

    Attributes:
        text: The text; `None` where there is none.
        rows: How many rows have it.
        country: The alpha-3 code that it was taken for.
        status: `matched`, or why it was not: `unknown_country`,
            `ambiguous_country` or `missing`.
        as_code: Whether it was read as a code.
        suggestions: The names that come nearest, or the countries that an
            ambiguous text may mean. Unknown texts beyond the 200 most
            frequent have none.
    """

    text: str | None
    rows: int
    country: str | None = None
    status: str = "matched"
    as_code: bool = False
    suggestions: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = f"{shorten(self.text)}: {self.rows:,} row{'s' * (self.rows != 1)}"
        if self.country:
            return f"{line}, {self.country}"
        words = "it may be" if self.status == "ambiguous_country" else "did you mean"
        mark = "" if self.status == "ambiguous_country" else "?"
        return line + (
            f"; {words} {' or '.join(self.suggestions)}{mark}" if self.suggestions else ""
        )


@attrs.frozen(kw_only=True)
class JoinReport(Tabular):
    """How the rows of a frame met the tier record.

    Attributes:
        rows: How many rows the frame has.
        statuses: How many rows have each `tier_status`, those that occur.
        lines: The texts of the country column, the most frequent first.
    """

    rows: int
    statuses: tuple[tuple[str, int], ...]
    lines: tuple[JoinLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each `tier_status`, zeros included."""
        return {**dict.fromkeys(STATUSES, 0), **dict(self.statuses)}

    @property
    def matched(self) -> tuple[JoinLine, ...]:
        """The texts that mean a country."""
        return tuple(line for line in self.lines if line.status == "matched")

    @property
    def unmatched(self) -> tuple[JoinLine, ...]:
        """The texts that mean no known country."""
        return tuple(line for line in self.lines if line.status == "unknown_country")

    @property
    def ambiguous(self) -> tuple[JoinLine, ...]:
        """The texts that mean several countries."""
        return tuple(line for line in self.lines if line.status == "ambiguous_country")

    @property
    def codes(self) -> tuple[JoinLine, ...]:
        """The texts that were read as a code."""
        return tuple(line for line in self.lines if line.as_code)

    def columns(self) -> Columns:
        """Return the texts as plain columns, one row a text."""
        return columns_of(
            ("text", "rows", "status", "country", "as_code", "suggestions"),
            (
                (a.text, a.rows, a.status, a.country, a.as_code, "; ".join(a.suggestions))
                for a in self.lines
            ),
        )

    @property
    def _caption(self) -> str:
        placed = self.counts["placed"] + self.counts["special_case"]
        share = f" ({placed / self.rows:.1%})" if self.rows else ""
        return f"{self.rows:,} rows, {placed:,} with a tier{share}"

    def raise_if_missing(self, column: str) -> None:
        """Raise a `FormatError` if a row has no tier."""
        problems = [_problem(line, column) for line in (*self.unmatched, *self.ambiguous)]
        for status, rows in self.statuses:
            if status not in ("placed", "special_case", *_UNNAMED):
                problems.append(
                    Problem(
                        code=status.replace("_", "-"),
                        message=f"{rows:,} rows have no tier: {status}",
                    )
                )
        if problems:
            raise FormatError(tuple(problems[:1000]), max(0, len(problems) - 1000))

    def __str__(self) -> str:
        said = [self._caption]
        said += [f"  {status}: {rows:,}" for status, rows in self.statuses]
        for title, lines in (
            ("unknown", self.unmatched),
            ("ambiguous", self.ambiguous),
            ("read as a code", self.codes),
        ):
            if lines:
                said.append(f"{title} ({len(lines):,}):")
                said += [f"  {line}" for line in lines[:_SHOWN]]
                said += [f"  and {len(lines) - _SHOWN:,} more"] * (len(lines) > _SHOWN)
        return "\n".join(said)


def _problem(line: JoinLine, column: str) -> Problem:
    code = line.status.replace("_", "-")
    known = {"unknown-country": "unknown country", "ambiguous-country": "ambiguous country"}
    ambiguous = line.status == "ambiguous_country"
    return Problem(
        code=code,
        message=f"{known[code]} in {line.rows:,} row{'s' * (line.rows != 1)}",
        path=column,
        column=column,
        value=shorten(line.text),
        expected=" or ".join(line.suggestions) if ambiguous else "the name or code of a country",
        suggestion="" if ambiguous else next(iter(line.suggestions), ""),
    )


def report_of(frame: Any, plan: Plan, names: Names, registry: CountryRegistry) -> JoinReport:  # noqa: ANN401
    """Return what becomes of the rows of a frame; on a lazy frame this runs two columns of it."""
    texts: Counter[str | None] = Counter()
    statuses: Counter[str] = Counter()
    said = next(iter(c for n, c in plan.table.cells.items() if n.endswith("tier_status")))
    for text, cell, rows in _counted(frame, plan):
        texts[text] += rows
        statuses[str(said[cell])] += rows
    return counted(texts, statuses, names, registry)


def counted(
    texts: Counter[str | None], statuses: Counter[str], names: Names, registry: CountryRegistry
) -> JoinReport:
    """Return the report of rows that are counted by text and by status."""
    known = {match.text: match for match in names.matches}
    by_rows = sorted(texts.items(), key=lambda item: (-item[1], item[0] is not None, item[0] or ""))
    unknown = [text for text, _ in by_rows if text is not None and not _is_known(known.get(text))]
    helped = set(unknown[:_SUGGESTED])
    lines = [_line(text, n, known, registry, suggest=text in helped) for text, n in by_rows]
    return JoinReport(
        rows=sum(texts.values()),
        statuses=tuple((status, statuses[status]) for status in STATUSES if statuses[status]),
        lines=tuple(lines),
    )


def _is_known(match: NameMatch | None) -> bool:
    return match is not None and match.status != "unknown_country"


def _counted(frame: Any, plan: Plan) -> list[tuple[str | None, int, int]]:  # noqa: ANN401
    if backend_of(frame) == "dask":
        few = frame[list(dict.fromkeys((plan.coding.column, plan.on)))]
        meta = _counts(few._meta, plan)  # noqa: SLF001 - Dask's own way to ask for a frame's types
        counts = few.map_partitions(functools.partial(_counts, plan=plan), meta=meta).compute()
    else:
        counts = _counts(frame, plan)
    found = collected(nw.from_native(counts))
    columns = (found.get_column(name) for name in (plan.coding.column, CELL, _ROWS))
    texts, cells, rows = (column.to_list() for column in columns)
    return [
        (text if isinstance(text, str) else None, int(cell), int(n))
        for text, cell, n in zip(texts, cells, rows, strict=True)
    ]


def _counts(frame: Any, plan: Plan) -> Any:  # noqa: ANN401
    """Count the rows of each text in each cell."""
    text = nw.col(plan.coding.column)
    if backend_of(frame) == "pyarrow":
        text = text.cast(nw.String)  # it groups by no dictionary
    few = nw.from_native(frame).select(*map(nw.col, dict.fromkeys((plan.coding.column, plan.on))))
    cells = nw.from_native(with_cells(few.to_native(), plan)).with_columns(text)
    return cells.group_by(plan.coding.column, CELL).agg(nw.len().alias(_ROWS)).to_native()


def _line(
    text: str | None,
    rows: int,
    known: dict[str, NameMatch],
    registry: CountryRegistry,
    *,
    suggest: bool,
) -> JoinLine:
    if text is None:
        return JoinLine(text=text, rows=rows, status="missing")
    match = known.get(text) or NameMatch(text=text, status="unknown_country")
    near: tuple[str, ...] = ()
    if match.status == "ambiguous_country":
        near = tuple(f"{registry.get(code).name} ({code})" for code in match.candidates)
    elif match.status == "unknown_country" and suggest:
        near = tuple(found.name for found in registry.suggest(text, 3))
    return JoinLine(
        text=text,
        rows=rows,
        country=match.country,
        status=match.status,
        as_code=match.as_code,
        suggestions=near,
    )
