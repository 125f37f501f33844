"""Everything that is wrong with a document, a table or a set of records, reported at once."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Literal, get_args

import attrs

from tipdata._integers import read_integer
from tipdata._pickles import stamp_pickles
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularSequence, brief
from tipdata.errors import InvalidValueError, TipdataError, one_line, one_of

__all__ = ["MOST", "Collector", "FormatError", "Problem", "Report", "Severity"]

Severity = Literal["error", "warning"]
"""An error makes the data wrong; a warning asks for a second look."""

MOST = 1000
"""How many problems are kept by default."""

_LINES = 20
_NAMED = 200
# A cell of a sheet, which says its row itself.
_CELL = re.compile("![A-Z]+[0-9]+$")
_ROWS = 3


@stamp_pickles
@attrs.frozen(kw_only=True, repr=False)
class Problem:
    """One thing that is wrong with a document, a table or a set of records.

    Each string is one printable line of bounded length, whatever a file holds: what is
    not printable is there as its escape, and what is longer lacks its middle. Only a
    suggestion is a value as it is written, or empty if it is long.

    Attributes:
        code: The kind of problem; codes do not change between versions.
        severity: An error makes the data wrong; a warning asks for a second look.
        message: What is wrong, in one sentence.
        path: The place in the document (`$.people[3].name`) or workbook (`people!C7`), or an
            empty string.
        row: The row of a table, the header being row 1; the first, if several have the problem.
        rows: The first rows that have the problem, if several have it, counted
            as in `row` or, without one, as in `path`.
        count: How many rows have it.
        column: The column of a table.
        value: The given value as a shortened string, or an empty string.
        expected: What is valid, or an empty string.
        suggestion: The nearest valid value, or an empty string.
        records: The records concerned.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Problem(code="unknown-tier", message="unknown tier", row=7, column="tier"))
    row 7, tier: unknown tier
    """

    code: str
    message: str
    severity: Severity = "error"
    path: str = ""
    row: int | None = None
    rows: tuple[int, ...] = ()
    count: int = 1
    column: str = ""
    value: str = ""
    expected: str = ""
    suggestion: str = ""
    records: tuple[object, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name, limit in _STRINGS.items():
            given = getattr(self, name)
            _check(f"Problem.{name}", given, str, "a string")
            if name != "suggestion":
                object.__setattr__(self, name, one_line(given, limit))
            elif len(given) > limit:  # half a value is not one
                object.__setattr__(self, name, "")
        _check("Problem.severity", self.severity, str, one_of(_SEVERITIES))
        if self.severity not in _SEVERITIES:
            field = "Problem.severity"
            raise InvalidValueError.unknown_word(field, self.severity, _SEVERITIES)
        if self.row is not None:
            _check("Problem.row", self.row, int, "an integer or None")
        _check("Problem.count", self.count, int, "a positive integer")
        _hold_tuple(self, "rows", int)
        _hold_tuple(self, "records", object)

    @property
    def place(self) -> str:
        """The place in words, or an empty string."""
        if self.row is None:
            first = f"[{self.rows[0]}]" if self.rows else ""
            paths = (self.path.replace(first, f"[{row}]", 1) for row in self.rows)
            return self._enumerate(paths) if self.rows else self.path
        if _CELL.search(self.path):
            return self.path
        row = f"row {self.row:,}"
        if self.rows:
            row = "rows " + self._enumerate(f"{row:,}" for row in self.rows)
        # A path names a table, or continues inside the row.
        inside = self.path.startswith("$")
        parts = [row, self.column, self.path] if inside else [self.path, row, self.column]
        return ", ".join(part for part in parts if part)

    def _enumerate(self, places: Iterable[str]) -> str:
        """Return the first places and how many more there are."""
        said = list(places)
        if more := self.count - len(said):
            return f"{', '.join(said)} and {more:,} more"
        return f"{', '.join(said[:-1])} and {said[-1]}"

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the problem as plain values for JSON: rows and ids of records are strings."""
        fields = attrs.asdict(self, recurse=False)
        return {
            **fields,
            "rows": ", ".join(map(str, self.rows)),
            "records": ", ".join(_names(self.records)),
        }

    def __repr__(self) -> str:
        return brief(self, f"{self.code}: {self}")

    def __str__(self) -> str:
        line = f"{self.place}: {self.message}" if self.place else self.message
        if self.expected:
            line += f"; expected {self.expected}"
        if self.value:
            line += f", got {self.value}"
        return line + (f"; did you mean {self.suggestion!r}?" if self.suggestion else "")


_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_MESSAGE = 500
_STRINGS = {
    "code": 60,
    "message": _MESSAGE,
    "path": 200,
    "column": 100,
    "value": 200,
    "expected": _MESSAGE,
    "suggestion": 100,
}
"""The strings of a problem, each with the length that it may have."""


def _check(field: str, value: object, kind: type | tuple[type, ...], expected: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise InvalidValueError(field, value, expected)


def _hold_tuple(owner: object, name: str, kind: type) -> None:
    """Let a field hold a tuple of instances of a class; a list becomes one."""
    given, field = getattr(owner, name), f"{type(owner).__name__}.{name}"
    _check(field, given, (tuple, list), "a tuple or a list")
    if kind is not object:
        for number, one in enumerate(given):
            _check(f"{field}[{number}]", one, kind, f"a {kind.__name__}")
    object.__setattr__(owner, name, tuple(given))


def _names(records: tuple[object, ...]) -> Iterator[str]:
    for record in records[:_NAMED]:
        name = getattr(record, "id", None) or getattr(record, "name", None) or record
        yield one_line(str(name), _STRINGS["column"])
    if more := len(records[_NAMED:]):
        yield f"and {more:,} more"


@attrs.frozen(kw_only=True, repr=False)
class Report(TabularSequence[Problem]):
    """The problems that a check found.

    Attributes:
        problems: The problems that are kept, errors first.
        omitted: How many more were found.
        omitted_errors: How many of these are errors.

    >>> print(Report())
    no problems
    """

    problems: tuple[Problem, ...] = ()
    omitted: int = 0
    omitted_errors: int = 0

    def __attrs_post_init__(self) -> None:
        _hold_tuple(self, "problems", Problem)
        _check("Report.omitted", self.omitted, int, "an integer")
        _check("Report.omitted_errors", self.omitted_errors, int, "an integer")

    _COLUMNS = read_paths("place severity code message value expected suggestion")
    _ITEMS = "problems"
    _ROW_HEADS = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors that are kept."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings that are kept."""
        return tuple(p for p in self.problems if p.severity == "warning")

    def raise_if_errors(self) -> None:
        """Raise a `FormatError` with the errors if any were found, kept or not."""
        if self.errors or self.omitted_errors:
            raise FormatError(self.errors, self.omitted_errors)

    @property
    def _caption(self) -> str:
        return _count(len(self) + self.omitted)

    def __str__(self) -> str:
        return _listing(self.problems, self.omitted)


@attrs.define
class _Group:
    """Equal problems of several rows."""

    rows: tuple[int, ...]
    count: int = 1

    def add(self, row: int) -> None:
        """Count a row, and keep the first few."""
        self.count += 1
        if self.count <= _ROWS:
            self.rows += (row,)

    def on(self, problem: Problem) -> Problem:
        """Return the problem of the first row as that of all."""
        if self.count == 1:
            return problem
        return attrs.evolve(problem, rows=self.rows, count=self.count)


class Collector:
    """Collects problems: keeps the first `most` and counts the rest.

    A problem may be given as a function that returns it. The function is called
    only if the problem is kept, so no suggestion is looked up in vain. Problems of
    one group are equal but for their rows: they are one problem, which names the
    first rows and counts the others. Verdicts rest on `count`, never on the
    problems that are kept.

    Args:
        most: How many problems are kept, at least 1.

    Raises:
        InvalidValueError: `most` is not a positive integer.

    >>> found = Collector(1)
    >>> for row in (7, 8):
    ...     found.add(Problem(code="unknown-tier", message="unknown tier", row=row))
    >>> found.count, len(found.kept)
    (2, 1)
    """

    def __init__(self, most: int = MOST) -> None:
        number = read_integer(most)
        if number is None or number < 1:
            raise InvalidValueError("max_problems", most, "a positive integer")
        self.most = number
        self.count: int = 0
        self._kept: list[tuple[tuple[int, ...], Problem, _Group | None]] = []
        self._groups: dict[Hashable, _Group | None] = {}

    @property
    def is_full(self) -> bool:
        """Whether no further problem will be kept."""
        return len(self._kept) >= self.most

    @property
    def kept(self) -> tuple[Problem, ...]:
        """The problems that are kept, in the order of their places."""
        found = sorted(self._kept, key=lambda one: one[0])
        return tuple(problem if group is None else group.on(problem) for _, problem, group in found)

    def add(
        self,
        problem: Problem | Callable[[], Problem],
        order: tuple[int, ...] = (),
        *,
        row: int = 0,
        group: Hashable = None,
    ) -> None:
        """Count a problem, and keep it if there is room.

        Args:
            problem: The problem, or what makes it.
            order: Sorts it among the others.
            row: Its row, if it belongs to a group.
            group: What it has in common with equal problems of other rows.
        """
        known = None
        if group is not None:
            if group in self._groups:
                if known := self._groups[group]:
                    known.add(row)
                return
            # The groups beyond are only counted.
            known = self._groups[group] = None if self.is_full else _Group((row,))
        self.count += 1
        if not self.is_full:
            self._kept.append((order, problem() if callable(problem) else problem, known))

    def raise_any(self) -> None:
        """Raise a `FormatError` with the problems if there are any."""
        if self.count:
            kept = self.kept
            raise FormatError(kept, self.count - len(kept))


class FormatError(TipdataError, ValueError):
    """A document, table or set of records has errors.

    Attributes:
        problems: The problems that are kept, in order.
        omitted: How many more were found.
    """

    def __init__(self, problems: tuple[Problem, ...], omitted: int = 0) -> None:
        super().__init__(problems, omitted)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        return _listing(self.problems, self.omitted)


def _listing(problems: tuple[Problem, ...], omitted: int) -> str:
    total = len(problems) + omitted
    shown = problems[:_LINES]
    lines = [_count(total), *(f"  {problem}" for problem in shown)]
    return "\n".join(
        [*lines, f"  and {total - len(shown):,} more"] if total > len(shown) else lines
    )


def _count(total: int) -> str:
    return f"{total:,} problem{'s' * (total != 1)}" if total else "no problems"


def __dir__() -> list[str]:
    return __all__
