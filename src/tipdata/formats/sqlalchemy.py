"""Types of SQLAlchemy for columns that hold our values.

Needs the extra `sqlalchemy`. Importing this module without it raises a
`MissingExtraError`, so `tipdata.formats` does not import it for you.

A tier, a date and a period are stored as their strings, and a record as the
JSON that it is in a document (JSONB in PostgreSQL). `None` is NULL. A value
that the column cannot hold is refused before the statement is sent, by a
`StatementError` of SQLAlchemy's around ours. A stored value is read as strictly
as a file.

The types add no `CHECK` and no `ENUM`: the report has added a tier before, and
a new one should not need a migration. They refuse wrong values themselves.

>>> from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
>>> from tipdata import Campaign, Tier
>>> class Base(DeclarativeBase):
...     type_annotation_map = TYPES
>>> class Supplier(Base):
...     __tablename__ = "suppliers"
...     id: Mapped[int] = mapped_column(primary_key=True)
...     tier: Mapped[Tier]
...     campaign: Mapped[Campaign | None]
>>> Supplier.__table__.c.campaign.type
RecordType('campaign')
"""

from collections.abc import Mapping
from importlib.util import find_spec
from json import dumps
from types import MappingProxyType
from typing import Any, TypeVar, overload

from tipdata._arguments import read_when
from tipdata.dataset.kinds import CLASSES, KIND_OF, KINDS, Record, RecordKind
from tipdata.dates import PartialDate, Period, how_to_write_period
from tipdata.errors import InvalidValueError, MissingExtraError, nearest
from tipdata.formats._plain import from_plain, is_ours, to_plain
from tipdata.tiers import Tier, read_tier

if find_spec("sqlalchemy") is None:
    raise MissingExtraError("tipdata.formats.sqlalchemy", "sqlalchemy")

from sqlalchemy import JSON, ColumnElement, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import operators
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["TYPES", "PartialDateType", "PeriodType", "RecordType", "TierType"]

_T = TypeVar("_T")
_R = TypeVar("_R")

_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
# What compares a column with a value; other operators, such as LIKE, take strings.
_COMPARISONS = {
    *(operators.eq, operators.ne, operators.lt, operators.le, operators.gt, operators.ge),
    *(operators.in_op, operators.not_in_op),
    operators.and_,  # by which BETWEEN joins its bounds
    *(operators.is_distinct_from, operators.is_not_distinct_from),
}


class _StringType(TypeDecorator[_T]):
    """A value that is stored as its string."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = String
    _longest: str

    def __init__(self) -> None:
        super().__init__(len(self._longest))

    def _written(self, value: Any) -> str:  # noqa: ANN401 - whatever was given
        raise NotImplementedError

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self._written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> _T | None:  # noqa: ARG002
        return None if value is None else from_plain(self.python_type, value)

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 - as SQLAlchemy has it
        return self if op in _COMPARISONS else self.impl_instance.coerce_compared_value(op, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class TierType(_StringType[Tier]):
    """A tier, stored as its label, such as `Tier 2 Watch List`.

    A label is taken wherever a tier is. The database sorts tiers as Python
    does, by their labels, special cases first, which says nothing of better
    and worse.

    Raises:
        UnknownTierError: A statement gives what is neither a tier nor a label,
            or the database holds something else.

    >>> from sqlalchemy import column
    >>> worse = column("tier", TierType()) > Tier.TIER_2
    >>> print(worse.compile(compile_kwargs={"literal_binds": True}))
    tier > 'Tier 2'
    """

    cache_ok: bool | None = True
    _longest = max(Tier, key=len)

    @property
    def python_type(self) -> type[Tier]:
        """The class of its values."""
        return Tier

    def _written(self, value: Tier | str) -> str:
        return read_tier(value).value


class PartialDateType(_StringType[PartialDate]):
    """A date as far as it is known, stored as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    A statement may also give a year or a `date`. The database sorts dates by
    the earliest day that they may mean; a year comes before its months, and a
    month before its days.

    Raises:
        InvalidValueError: A statement gives something else.
        InvalidDateError: A statement gives a `datetime`, whose day depends on
            the time zone, or the database holds what is not a date.

    >>> from sqlalchemy import column
    >>> early = column("seen", PartialDateType()) < 2021
    >>> print(early.compile(compile_kwargs={"literal_binds": True}))
    seen < '2021'
    """

    cache_ok: bool | None = True
    _longest = "2021-07-01"

    @property
    def python_type(self) -> type[PartialDate]:
        """The class of its values."""
        return PartialDate

    def _written(self, value: object) -> str:
        return str(read_when("PartialDateType", value))


class PeriodType(_StringType[Period]):
    """A period, stored as `start/end` with `..` for an open side.

    Periods have no order, in a database either: keep two dates to sort by one.

    Raises:
        InvalidValueError: A statement gives what is not a `Period`.
        InvalidDateError: The database holds what is not a period.

    >>> from sqlalchemy import column
    >>> always = column("active", PeriodType()) == Period()
    >>> print(always.compile(compile_kwargs={"literal_binds": True}))
    active = '../..'
    """

    cache_ok: bool | None = True
    _longest = "2021-07-01/2021-07-31"

    @property
    def python_type(self) -> type[Period]:
        """The class of its values."""
        return Period

    def _written(self, value: object) -> str:
        if not isinstance(value, Period):
            hint = how_to_write_period(value)
            raise InvalidValueError("PeriodType", value, "a Period", hint=hint)
        return str(value)


class _RecordComparator(TypeDecorator.Comparator[Any], JSON.Comparator[Any]):
    """What is at a key of a record is plain JSON, and not a record."""

    def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> ColumnElement[Any]:  # noqa: ANN401 - as SQLAlchemy has it
        if op in {operators.json_getitem_op, operators.json_path_getitem_op}:
            kwargs["result_type"] = _JSON
        return super().operate(op, *other, **kwargs)


class RecordType(TypeDecorator[_R]):
    """A record, or a part of one, stored as JSON and validated when it is read.

    The column holds instances of one class. Your own subclass of a record has
    fields of its own, so it needs a column of its own class. Keys are queried
    as those of any JSON column: `row.campaign["country"].as_string()`.

    Args:
        kind: The class, such as `Campaign`, `Reach` or a subclass of your own;
            or the kind of record, such as `"campaign"`.

    Raises:
        InvalidValueError: `kind` is neither, or a statement gives what is not an
            instance of the class.
        FormatError: The database holds what is not such a record, or a
            statement gives a record with a part that could not be read back.

    >>> from tipdata import Campaign
    >>> RecordType(Campaign)
    RecordType('campaign')
    """

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = JSON
    cache_ok: bool | None = True
    comparator_factory = _RecordComparator  # pyright: ignore[reportAssignmentType]  # as its docs say

    @overload
    def __init__(self, kind: type[_R]) -> None: ...
    @overload
    def __init__(self: "RecordType[Record]", kind: RecordKind) -> None: ...
    def __init__(self, kind: type[_R] | RecordKind) -> None:
        super().__init__(none_as_null=True)
        made = CLASSES.get(kind, kind) if isinstance(kind, str) else kind
        if not (isinstance(made, type) and is_ours(made)):
            expected = "a class of ours, or a kind of record such as 'person'"
            raise InvalidValueError("kind", kind, expected, nearest(kind, KINDS))
        # SQLAlchemy's cache key has the attributes that are named as the arguments.
        self.kind: type[Any] = made

    @property
    def python_type(self) -> type[_R]:
        """The class of its values."""
        return self.kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return JSONB for PostgreSQL, and JSON for other databases."""
        return dialect.type_descriptor(_JSON)

    def process_bind_param(self, value: _R | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - what JSON has
        """Return the JSON that is stored."""
        if value is None:
            return None
        if type(value) is not self.kind:
            raise InvalidValueError(repr(self), value, f"a {self.kind.__name__}")
        plain = to_plain(value)
        # A part may be of a subclass, whose fields a reader would refuse.
        from_plain(self.kind, plain)
        return plain

    def process_result_value(self, value: Any, dialect: Dialect) -> _R | None:  # noqa: ANN401, ARG002 - what JSON has
        """Return the record of stored JSON."""
        return None if value is None else from_plain(self.kind, value)

    def literal_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 - a function of SQLAlchemy's
        """Return the function that writes a record into the text of a statement."""
        quote: Any = String().literal_processor(dialect)  # type: ignore[no-untyped-call]  # theirs

        def process(value: _R) -> str:
            return str(quote(dumps(self.process_bind_param(value, dialect))))

        return process

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 - as SQLAlchemy has it
        """Return the type of what an operator compares with the column."""
        return self if op in _COMPARISONS else _JSON.coerce_compared_value(op, value)

    def __repr__(self) -> str:
        word = KIND_OF.get(self.kind)
        path = f"{self.kind.__module__}.{self.kind.__qualname__}"
        return f"RecordType({repr(word) if word else path})"


TYPES: Mapping[type, TypeEngine[Any]] = MappingProxyType(
    {
        Tier: TierType(),
        PartialDate: PartialDateType(),
        Period: PeriodType(),
        **{record: RecordType(record) for record in CLASSES.values()},
    }
)
"""The types by the classes of their values, as the `type_annotation_map` of a declarative base.

Add a part of a record, or a subclass of your own: `{**TYPES, Reach: RecordType(Reach)}`.
"""


def __dir__() -> list[str]:
    return __all__
