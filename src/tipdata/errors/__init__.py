"""Exceptions, as objects.

Every exception of the package is a `TipdataError` and also the builtin that
a caller would catch (`LookupError`, `ValueError`, `ImportError`). Exceptions
carry what they are about as attributes, compare by value and can be pickled;
their text is written for whoever has to mend the input.
"""

import functools
from collections.abc import Callable, Collection, Iterable

from tipdata.errors._base import Nearby, NotFoundError
from tipdata.errors._base import TipdataError as TipdataError
from tipdata.errors._countries import AmbiguousCountryError as AmbiguousCountryError
from tipdata.errors._countries import UnknownCountryError as UnknownCountryError
from tipdata.errors._messages import among_columns, describe_missing, in_conflict, not_a_tier
from tipdata.errors._messages import any_of as any_of
from tipdata.errors._messages import did_you_mean as did_you_mean
from tipdata.errors._messages import meant_number as meant_number
from tipdata.errors._messages import one_line as one_line
from tipdata.errors._messages import one_of as one_of
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


class InvalidValueError(TipdataError, ValueError):
    """A field or an argument was given a value that it can never hold.

    Attributes:
        field: The argument, or the field as `Class.field`.
        value: What was given.
        expected: What it takes, in words.
        nearest: The nearest valid value, or an empty string.
        hint: What to write instead, or an empty string.
    """

    def __init__(
        self, field: str, value: object, expected: str, nearest: str = "", hint: str = ""
    ) -> None:
        super().__init__(field, value, expected, nearest, hint)
        self.field = field
        self.value = value
        self.expected = expected
        self.nearest = nearest
        self.hint = hint

    @classmethod
    def unknown_word(cls, field: str, value: object, words: Collection[str]) -> "InvalidValueError":
        """Return the error of a value that is none of a few words.

        >>> print(InvalidValueError.unknown_word("gap", "brige", ("break", "bridge")))
        gap: expected one of 'break', 'bridge', got 'brige'; did you mean 'bridge'?
        """
        return cls(field, value, one_of(words), nearest(value, words))

    def _tell(self) -> str:
        advice = did_you_mean(self.nearest) + (f"; {self.hint}" if self.hint else "")
        return f"{self.field}: expected {self.expected}, got {shorten(self.value)}{advice}"


class UnknownTierError(TipdataError, ValueError):
    """A value names no tier.

    Attributes:
        text: What was given.
        nearest: The nearest label, or `None`; found when it is asked for.
        codings: The codings that have the number that was given; empty if it is not one.
    """

    def __init__(
        self, text: object, nearest: "str | Callable[[], str | None] | None" = None, *codings: str
    ) -> None:
        super().__init__(text, *codings)
        self.text = text
        self.codings = codings
        self._nearest = nearest

    @property
    def nearest(self) -> str | None:
        """The nearest label, or `None`."""
        found = self._nearest
        if callable(found):  # of which another thread may just be done
            self._nearest = found = found()
        return found

    def __reduce__(self) -> "tuple[type[UnknownTierError], tuple[object, ...]]":
        return type(self), (self.text, self.nearest, *self.codings)

    def _tell(self) -> str:
        return not_a_tier(self.text, self.nearest, self.codings)


class InvalidDateError(TipdataError, ValueError):
    """A string is not a date, or names a day that does not exist.

    Attributes:
        text: What was given.
        reason: What is wrong with it, and what was expected.
    """

    def __init__(self, text: object, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def _tell(self) -> str:
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
        both = f"it is {day_first} with the day first and {month_first} with the month first"
        super().__init__(text, f"{both}; say which with day_first=")
        self.args: tuple[object, ...] = text, readings
        self.readings = readings

    def _tell(self) -> str:
        return f"{shorten(self.text)} is ambiguous: {self.reason}"


class CoverageError(TipdataError, KeyError):
    """The record has no such edition.

    Attributes:
        year: What was asked for.
        first: The first report year of the record.
        last: The last report year of the record.
        detail: Why it is missing, where the years alone do not say it.
        left_out: The report years of the editions that a selection leaves out.
    """

    def __init__(
        self,
        year: object,
        first: int | None,
        last: int | None,
        detail: str = "",
        left_out: tuple[int, ...] = (),
    ) -> None:
        super().__init__(year, first, last, detail, left_out)
        self.year = year
        self.first = first
        self.last = last
        self.detail = detail
        self.left_out = left_out

    def _tell(self) -> str:
        return describe_missing(self.year, self.first, self.last, self.detail, self.left_out)


class NotInReportError(TipdataError, KeyError):
    """The country is not in that edition of the report, or a selection leaves it out.

    Attributes:
        country: The country's name.
        year: The report year.
        years: The report years in which the report places it.
        withheld: Whether `TierRecord.where` leaves its placement out, or a list of a
            new edition does not have it yet.
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
        return functools.partial(type(self), withheld=self.withheld), self.args[:-1]

    def _tell(self) -> str:
        if self.withheld:
            why = "a selection or an incomplete list leaves it out"
            return f"{self.country} {self.year} is withheld: {why}"
        there = runs_of(self.years) or "none of the editions here"
        return f"{self.country} is not in the {self.year} report; it is in {there}"


class UnknownRecordError(NotFoundError):
    """A dataset has no such record.

    Attributes:
        kind: The kind of record, such as `organization`.
        key: The id, code, year or other key that was given.
        nearest: The nearest ids, best first; found when they are asked for.
    """

    def __init__(self, kind: str, key: object, nearest: Nearby = ()) -> None:
        super().__init__(kind, key, nearest=nearest)
        self.kind = kind
        self.key = key

    def _tell(self) -> str:
        return f"no {self.kind} {shorten(self.key)} in this dataset{did_you_mean(self.nearest)}"


class UnknownDatasetError(TipdataError, KeyError):
    """No packaged dataset has that name.

    Attributes:
        name: What was given.
        available: The names of the packaged datasets.
    """

    def __init__(self, name: object, available: tuple[str, ...]) -> None:
        super().__init__(name, available)
        self.name = name
        self.available = available

    def _tell(self) -> str:
        names = ", ".join(map(repr, self.available))
        return f"no packaged dataset {shorten(self.name)}; available: {names}"


class MergeConflictError(TipdataError, ValueError):
    """Two datasets hold different records under one key.

    Attributes:
        conflicts: The records that differ, such as `organization 'sana-sezim'`.
    """

    def __init__(self, conflicts: tuple[str, ...]) -> None:
        super().__init__(conflicts)
        self.conflicts = conflicts

    def _tell(self) -> str:
        return in_conflict(self.conflicts)


class ColumnError(TipdataError, LookupError):
    """A column of a frame is missing, in the way, or of another type.

    Attributes:
        column: The column.
        reason: What is wrong with it, and what to do.
        columns: The columns of the frame, where that helps.
    """

    def __init__(self, column: str, reason: str, columns: Iterable[str] = ()) -> None:
        super().__init__(column, reason, tuple(columns))
        self.column = column
        self.reason = reason
        self.columns: tuple[str, ...] = self.args[2]

    def _tell(self) -> str:
        return f"column {shorten(self.column)}: {self.reason}{among_columns(self.columns)}"


class MissingExtraError(TipdataError, ImportError):
    """A feature needs a package that is not installed.

    Attributes:
        feature: What was called.
        extra: The extra that installs the package.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        self.extra = extra

    def _tell(self) -> str:
        return f"{self.feature} needs the extra '{self.extra}': pip install 'tipdata[{self.extra}]'"


def __dir__() -> list[str]:
    return __all__
