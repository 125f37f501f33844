"""What is wrong with a document, a table or a set of records: all of it at once."""

from collections.abc import Callable, Iterator
from typing import Literal

import attrs

from tipdata._tables.columns import Columns, columns_of
from tipdata.errors import InvalidValueError, TipdataError

__all__ = ["MOST", "Collector", "FormatError", "Problem", "Report", "Severity"]

Severity = Literal["error", "warning"]

MOST = 1000
"""How many problems are kept by default."""

_LINES = 20


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong with a document, a table or a set of records.

    Attributes:
        code: What kind of problem it is; codes do not change between versions.
        severity: An error makes the data wrong; a warning asks for a second look.
        message: What is wrong, in one sentence.
        path: Where in the document (`$.people[3].name`), or empty.
        row: The row of a table, the header being row 1.
        column: The column of a table.
        value: What was given, as shortened text, or empty.
        expected: What would be right.
        suggestion: The nearest valid value.
        records: The records concerned.

    >>> print(Problem(code="unknown-tier", message="unknown tier", row=7, column="tier"))
    row 7, tier: unknown tier
    """

    code: str
    message: str
    severity: Severity = "error"
    path: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    expected: str = ""
    suggestion: str = ""
    records: tuple[object, ...] = ()

    @property
    def place(self) -> str:
        """Where it is, in words, or an empty text."""
        if self.row is None:
            return self.path
        row = f"row {self.row:,}"
        # A path is that of a table or goes on where the row leaves off.
        inside = self.path.startswith("$")
        parts = [row, self.column, self.path] if inside else [self.path, row, self.column]
        return ", ".join(part for part in parts if part)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the problem as plain values for JSON; records are named by their ids."""
        fields = attrs.asdict(self, recurse=False, filter=lambda a, _: a.name != "records")
        return {**fields, "records": ", ".join(_name(record) for record in self.records)}

    def __str__(self) -> str:
        line = f"{self.place}: {self.message}" if self.place else self.message
        if self.expected:
            line += f"; expected {self.expected}"
        if self.value:
            line += f", got {self.value}"
        return line + (f"; did you mean {self.suggestion!r}?" if self.suggestion else "")


def _name(record: object) -> str:
    return str(getattr(record, "id", None) or getattr(record, "name", None) or record)


@attrs.frozen(kw_only=True)
class Report:
    """What a check found.

    Attributes:
        problems: What was found, in order; the first 1,000 or as many as were asked for.
        omitted: How many more there were.

    >>> print(Report())
    no problems
    """

    problems: tuple[Problem, ...] = ()
    omitted: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the data wrong."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that ask for a second look."""
        return tuple(p for p in self.problems if p.severity == "warning")

    def raise_if_errors(self) -> None:
        """Raise a `FormatError` that holds the errors, if there is one."""
        if self.errors:
            raise FormatError(self.errors, self.omitted)

    def columns(self) -> Columns:
        """Return the problems as plain columns, one row each."""
        names = ("place", "severity", "code", "message", "value", "expected", "suggestion")
        return columns_of(names, ([getattr(p, name) for name in names] for p in self.problems))

    def _repr_html_(self) -> str:
        from tipdata._tables import html  # noqa: PLC0415 - to tell an error as text does without

        total = len(self) + self.omitted
        caption = f"{total:,} problem{'s' * (total != 1)}" if total else "no problems"
        return html.notebook(self.columns(), caption=caption)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __str__(self) -> str:
        if not self.problems:
            return "no problems"
        return _listing(self.problems, self.omitted)


class Collector:
    """Collects what is found wrong: keeps the first `most` problems and counts the rest.

    A problem may be given as a function that makes it. The function is called
    only if the problem is kept, so a suggestion that nobody will see is never
    looked up. Verdicts rest on `count`, never on the list that was kept.

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
        if type(most) is not int or most < 1:
            raise InvalidValueError("max_problems", most, "a positive integer")
        self.most = most
        self.count = 0
        self._kept: list[tuple[tuple[int, ...], Problem]] = []

    @property
    def is_full(self) -> bool:
        """Whether no further problem will be kept."""
        return len(self._kept) >= self.most

    @property
    def kept(self) -> tuple[Problem, ...]:
        """The problems that are kept, in the order of their places."""
        return tuple(problem for _, problem in sorted(self._kept, key=lambda found: found[0]))

    def add(self, problem: Problem | Callable[[], Problem], order: tuple[int, ...] = ()) -> None:
        """Count a problem, and keep it if there is room; `order` sorts it among the others."""
        self.count += 1
        if not self.is_full:
            self._kept.append((order, problem() if callable(problem) else problem))

    def raise_any(self) -> None:
        """Raise the `FormatError` of what was found, if anything was."""
        if self.count:
            kept = self.kept
            raise FormatError(kept, self.count - len(kept))


class FormatError(TipdataError, ValueError):
    """A document, table or set of records cannot be taken as it is.

    Attributes:
        problems: All that is wrong, in order; the first 1,000 or as many as were asked for.
        omitted: How many more there were.
    """

    def __init__(self, problems: tuple[Problem, ...], omitted: int = 0) -> None:
        super().__init__(problems, omitted)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        return _listing(self.problems, self.omitted)


def _listing(problems: tuple[Problem, ...], omitted: int) -> str:
    total = len(problems) + omitted
    lines = [f"{total:,} problem{'s' * (total != 1)}"]
    lines += [f"  {problem}" for problem in problems[:_LINES]]
    rest = total - min(len(problems), _LINES)
    return "\n".join([*lines, f"  and {rest:,} more"] if rest else lines)
