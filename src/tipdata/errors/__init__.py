"""What goes wrong, as objects.

Every exception of the package is a `TipdataError` and also the builtin that
a caller would catch (`LookupError`, `ValueError`, `ImportError`). Exceptions
carry what they are about as attributes, compare by value and can be pickled;
their text is made for the person who has to mend the input.
"""

from collections.abc import Callable, Iterable

from tipdata.errors._messages import runs_of as runs_of
from tipdata.errors._messages import shorten as shorten
from tipdata.errors._nearest import Nearest as Nearest
from tipdata.errors._nearest import nearest as nearest

__all__ = [
    "AmbiguousCountryError",
    "AmbiguousDateError",
    "ColumnError",
    "CoverageError",
    "InvalidDateError",
    "InvalidValueError",
    "MergeConflictError",
    "MissingExtraError",
    "NotInReportError",
    "TipdataError",
    "UnknownCountryError",
    "UnknownDatasetError",
    "UnknownRecordError",
    "UnknownTierError",
]

_NAMED = 20


class TipdataError(Exception):
    """The parent of every exception that tipdata raises."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class InvalidValueError(TipdataError, ValueError):
    """A field was given a value that it can never hold.

    Attributes:
        field: The field, as `Class.field`.
        value: What was given.
        expected: What the field takes, in words.
    """

    def __init__(self, field: str, value: object, expected: str) -> None:
        super().__init__(field, value, expected)
        self.field = field
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.field}: expected {self.expected}, got {shorten(self.value)}"


class UnknownTierError(TipdataError, ValueError):
    """A text names no tier.

    Attributes:
        text: What was given.
        nearest: The label that comes nearest, or `None`.
    """

    def __init__(self, text: object, nearest: str | None = None) -> None:
        super().__init__(text, nearest)
        self.text = text
        self.nearest = nearest

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        labels = "'Tier 1', 'Tier 2', 'Tier 2 Watch List', 'Tier 3' or 'Special Case'"
        return f"{shorten(self.text)} is not a tier; expected {labels}{hint}"


class InvalidDateError(TipdataError, ValueError):
    """A text is not a date, or names a day that does not exist.

    Attributes:
        text: What was given.
        reason: What is wrong with it, and what was expected.
    """

    def __init__(self, text: object, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        return f"{shorten(self.text)} is not a date: {self.reason}"


class AmbiguousDateError(InvalidDateError):
    """A date can be read with the day first or with the month first.

    Attributes:
        text: What was given.
        reason: Both readings, in words.
        readings: The ISO texts of the two readings, day first and month first.
    """

    def __init__(self, text: str, readings: tuple[str, str]) -> None:
        day_first, month_first = readings
        super().__init__(
            text,
            f"it is {day_first} with the day first and {month_first} with the month first; "
            "say which with day_first=",
        )
        self.readings = readings

    def __reduce__(self) -> tuple[type["AmbiguousDateError"], tuple[object, tuple[str, str]]]:
        return type(self), (self.text, self.readings)

    def __str__(self) -> str:
        return f"{shorten(self.text)} is ambiguous: {self.reason}"


class UnknownCountryError(TipdataError, KeyError):
    """A text is neither a code nor a known name of a country.

    Attributes:
        text: What was given.
        nearest: The names that come nearest, best first; found when they are asked for.
    """

    def __init__(
        self, text: object, nearest: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()
    ) -> None:
        super().__init__(text)
        self.text = text
        self._nearest = nearest

    @property
    def nearest(self) -> tuple[str, ...]:  # noqa: D102 - described on the class
        if callable(self._nearest):
            self._nearest = self._nearest()
        return self._nearest

    def __reduce__(self) -> tuple[type["UnknownCountryError"], tuple[object, tuple[str, ...]]]:
        return type(self), (self.text, self.nearest)

    def __str__(self) -> str:
        if not isinstance(self.text, str):
            return f"expected a country's name or code, got {shorten(self.text)}"
        hint = " or ".join(repr(name) for name in self.nearest)
        return f"unknown country {shorten(self.text)}" + (f"; did you mean {hint}?" if hint else "")


class AmbiguousCountryError(TipdataError, KeyError):
    """A text names more than one country.

    Attributes:
        text: What was given.
        candidates: The countries it may mean, as `(alpha_3, name)`.
    """

    def __init__(self, text: str, candidates: tuple[tuple[str, str], ...]) -> None:
        super().__init__(text, candidates)
        self.text = text
        self.candidates = candidates

    def __str__(self) -> str:
        which = " or ".join(f"{name} ({code})" for code, name in self.candidates)
        return f"{shorten(self.text)} is ambiguous: it may be {which}"


class CoverageError(TipdataError, KeyError):
    """There is no such edition in the record.

    Attributes:
        year: What was asked for.
        first: The first report year of the record.
        last: The last report year of the record.
        detail: Why that is not there, if the years do not say it.
    """

    def __init__(self, year: object, first: int | None, last: int | None, detail: str = "") -> None:
        super().__init__(year, first, last, detail)
        self.year = year
        self.first = first
        self.last = last
        self.detail = detail

    def __str__(self) -> str:
        if self.first is None:
            return f"no edition {shorten(self.year)}: the record has none"
        there = f"the record has {self.first} to {self.last}"
        if self.detail:
            return f"{self.detail}; {there}"
        if type(self.year) is not int:
            return f"a report year is a whole number like {self.last}, got {shorten(self.year)}"
        return f"no edition {shorten(self.year)}: {there}"


class NotInReportError(TipdataError, KeyError):
    """The country is not in that edition of the report.

    That is neither a tier nor a missing value. `withheld` tells that the
    report does place the country there, and that this record leaves the
    placement out (see `TierRecord.where`).

    Attributes:
        country: The country's name.
        year: The report year.
        years: The report years that have the country.
        withheld: Whether the record leaves the placement out.
    """

    def __init__(
        self, country: str, year: int, years: tuple[int, ...], *, withheld: bool = False
    ) -> None:
        super().__init__(country, year, years, withheld)
        self.country = country
        self.year = year
        self.years = years
        self.withheld = withheld

    def __reduce__(self) -> tuple[Callable[..., "NotInReportError"], tuple[object, ...]]:
        return _not_in_report, self.args

    def __str__(self) -> str:
        there = f"; it is in {runs_of(self.years)}" if self.years else "; it is in no edition here"
        if self.withheld:
            return f"{self.country} {self.year} was left out of this selection{there}"
        return f"{self.country} is not in the {self.year} report{there}"


def _not_in_report(
    country: str, year: int, years: tuple[int, ...], withheld: bool
) -> NotInReportError:
    return NotInReportError(country, year, years, withheld=withheld)


class UnknownRecordError(TipdataError, KeyError):
    """A dataset has no such record.

    Attributes:
        kind: What sort of record was looked for, such as `organization`.
        key: The id, code or year that was given.
        nearest: The ids that come nearest, best first; found when they are asked for.
    """

    def __init__(
        self,
        kind: str,
        key: object,
        nearest: tuple[str, ...] | Callable[[], tuple[str, ...]] = (),
    ) -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key
        self._nearest = nearest

    @property
    def nearest(self) -> tuple[str, ...]:  # noqa: D102 - described on the class
        if callable(self._nearest):
            self._nearest = self._nearest()
        return self._nearest

    def __reduce__(
        self,
    ) -> tuple[type["UnknownRecordError"], tuple[str, object, tuple[str, ...]]]:
        return type(self), (self.kind, self.key, self.nearest)

    def __str__(self) -> str:
        hint = " or ".join(repr(key) for key in self.nearest)
        there = f"; did you mean {hint}?" if hint else ""
        return f"there is no {self.kind} {shorten(self.key)} in this dataset{there}"


class UnknownDatasetError(TipdataError, KeyError):
    """No data of that name is packaged.

    Attributes:
        name: What was given.
        available: The names that there are.
    """

    def __init__(self, name: object, available: tuple[str, ...]) -> None:
        super().__init__(name, available)
        self.name = name
        self.available = available

    def __str__(self) -> str:
        there = ", ".join(repr(name) for name in self.available)
        return f"no data {shorten(self.name)} is packaged; there is {there}"


class MergeConflictError(TipdataError, ValueError):
    """Two datasets hold different records under one key.

    Attributes:
        conflicts: What they differ in, in words, such as `organization 'sana-sezim'`.
    """

    def __init__(self, conflicts: tuple[str, ...]) -> None:
        super().__init__(conflicts)
        self.conflicts = conflicts

    def __str__(self) -> str:
        count = len(self.conflicts)
        shown = ", ".join(self.conflicts[:3]) + (", …" if count > 3 else "")  # noqa: PLR2004 - some to begin with
        records = "record differs" if count == 1 else "records differ"
        return (
            f"{count:,} {records} between the datasets ({shown}); "
            "say on_conflict='ours' or on_conflict='theirs'"
        )


class ColumnError(TipdataError, LookupError):
    """A column of a frame is not there, in the way, or of another type.

    Attributes:
        column: The column.
        reason: What is wrong with it, and what to do.
        columns: The columns that the frame has, if that helps.
    """

    def __init__(self, column: str, reason: str, columns: Iterable[str] = ()) -> None:
        super().__init__(column, reason, tuple(columns))
        self.column = column
        self.reason = reason
        self.columns: tuple[str, ...] = self.args[2]

    def __str__(self) -> str:
        names = ", ".join(repr(name) for name in self.columns[:_NAMED])
        more = f" and {len(self.columns) - _NAMED:,} more" * (len(self.columns) > _NAMED)
        there = f"; it has {names}{more}" if names else ""
        return f"column {shorten(self.column)}: {self.reason}{there}"


class MissingExtraError(TipdataError, ImportError):
    """A feature needs a package that is not installed.

    Attributes:
        feature: What was called.
        extra: The extra that brings the package.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.feature} needs the extra '{self.extra}': pip install 'tipdata[{self.extra}]'"
