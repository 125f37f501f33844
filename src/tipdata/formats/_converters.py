"""The engine as hooks of a cattrs converter."""

import collections.abc
from collections.abc import Callable, Iterable
from functools import partial
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import cattrs
import cattrs.v
from cattrs import IterableValidationError, IterableValidationNote

from tipdata._arguments import check_flag, check_kind
from tipdata._wire.json_values import is_object
from tipdata._wire.shapes import SCALARS
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import KINDS, Record, RecordKind, kind_of
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError, TipdataError, one_of
from tipdata.formats._plain import from_plain, is_ours, to_plain, without_null
from tipdata.formats._recognizing import unknown_type
from tipdata.problems import FormatError
from tipdata.tiers import Tier

_TAG = "type"
_SEQUENCES: dict[Any, Callable[[Iterable[Any]], Any]] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    collections.abc.Sequence: tuple,
    collections.abc.MutableSequence: list,
    collections.abc.Set: frozenset,
    collections.abc.MutableSet: set,
}


def converter() -> cattrs.Converter:
    """Return a new strict cattrs converter that knows all types of ours.

    Nothing is coerced, in classes of yours neither: a field takes a string,
    an integer, a float, a boolean, `None`, a list or one of the words of a
    `Literal` only if it is just that. Unknown keys are errors. Records look as
    they do in a document. Use `cattrs.transform_error` with
    `tipdata.formats.format_exception` to see what is wrong.

    >>> import attrs
    >>> from tipdata import Tier
    >>> @attrs.frozen
    ... class Supplier:
    ...     name: str
    ...     tier: Tier
    >>> converter().structure({"name": "Mill", "tier": "Tier 3"}, Supplier)
    Supplier(name='Mill', tier=<Tier.TIER_3: 'Tier 3'>)
    """
    made = cattrs.Converter(forbid_extra_keys=True)
    for kind, scalar in SCALARS.items():
        if scalar.read is None:
            made.register_structure_hook(kind, _exactly(kind, scalar.expected))
        else:
            made.register_structure_hook(kind, _structure)
            made.register_unstructure_hook(kind, to_plain)
    made.register_structure_hook_func((None, NoneType).__contains__, _exactly(NoneType, "null"))
    made.register_structure_hook_func(_is_literal, _word)
    made.register_structure_hook_factory(_is_sequence, partial(_sequence, made))
    configure(made)
    return made


def configure(converter: cattrs.Converter, *, omit_null: bool = False) -> None:
    """Teach a cattrs converter of your own all our types, as they look in a document.

    These are `Tier`, `PartialDate`, `Period`, every record and part of one,
    your own subclasses of them, `Dataset`, and `tipdata.dataset.kinds.Record`,
    the union of all kinds, which says under `type` what it is, as in JSON
    Lines. What the converter does with other types stays as it is. A refused
    record raises a `FormatError`, which cattrs puts in its own group of errors.

    Args:
        converter: The converter, of any of cattrs' `preconf` modules.
        omit_null: Whether fields that are null are left out, as TOML needs it.

    >>> import cattrs
    >>> from tipdata import PartialDate, Tier
    >>> from tipdata.formats import configure
    >>> converter = cattrs.Converter()
    >>> configure(converter)
    >>> converter.structure({"KGZ": "Tier 2"}, dict[str, Tier])
    {'KGZ': <Tier.TIER_2: 'Tier 2'>}
    >>> converter.unstructure([PartialDate(2021, 7)])
    ['2021-07']
    """
    check_kind("converter", converter, (cattrs.BaseConverter,), "a cattrs converter")
    check_flag("omit_null", omit_null)

    def write(value: object) -> Any:  # noqa: ANN401 - what JSON has
        plain = to_plain(value)
        return without_null(plain) if omit_null else plain

    def write_tagged(record: Record) -> Any:  # noqa: ANN401 - as above
        return {_TAG: kind_of(type(record)), **write(record)}

    for kind in (Tier, PartialDate, Period, Dataset):
        converter.register_structure_hook(kind, _structure)
        converter.register_unstructure_hook(kind, write)
    # Where unknown keys pass, cattrs leaves the tag of a union to the class.
    structure = _structure if converter.forbid_extra_keys else _structure_untagged
    converter.register_structure_hook_func(is_ours, structure)
    converter.register_unstructure_hook_func(is_ours, write)
    converter.register_structure_hook(Record, _structure_tagged)
    converter.register_unstructure_hook(Record, write_tagged)


def format_exception(error: BaseException, kind: type | None) -> str:
    """Return why a value was refused, for `cattrs.transform_error(..., format_exception=)`.

    Every problem of a record is on a line of its own, with its path in the record.

    >>> import cattrs
    >>> from tipdata import Person
    >>> try:
    ...     converter().structure([{"id": "Ann", "name": "Ann"}], list[Person])
    ... except cattrs.BaseValidationError as error:
    ...     print(cattrs.transform_error(error, format_exception=format_exception)[0])
    $.id: not a valid id; expected a slug like 'sana-sezim' (a-z, 0-9 and hyphens), got 'Ann' @ $[0]
    """
    if isinstance(error, FormatError):
        more = [f"and {error.omitted:,} more"] if error.omitted else []
        return "\n".join([*map(str, error.problems), *more])
    if isinstance(error, TipdataError):
        return str(error)
    if isinstance(error, (TypeError, ValueError)) and error.args:
        # attrs' own validators raise with more arguments behind the message.
        return str(error.args[0])
    return cattrs.v.format_exception(error, kind)


def _structure(given: Any, kind: Any) -> Any:  # noqa: ANN401 - cattrs asks about anything
    # A datetime is a date to Python, and not to us.
    is_made = isinstance(given, kind) if is_ours(kind) else type(given) is kind
    return given if is_made else from_plain(kind, given)


def _structure_untagged(given: Any, kind: Any) -> Any:  # noqa: ANN401 - as above
    if is_object(given) and given.get(_TAG) in (kind.__name__, kind_of(kind)):
        given = {key: value for key, value in given.items() if key != _TAG}
    return _structure(given, kind)


def _structure_tagged(given: Any, _: object) -> Record:  # noqa: ANN401 - as above
    """Return the record of any kind that says under `type` what it is."""
    given = getattr(given, "unwrap", lambda: given)()
    fields = {**given} if is_object(given) else {}
    word = fields.pop(_TAG, None)
    if word not in KINDS:
        raise FormatError((unknown_type(word, KINDS),))
    kind: RecordKind = word
    return from_plain(kind, fields)


def _exactly(kind: type, expected: str) -> Callable[[Any, Any], Any]:
    def structure(given: Any, _: object) -> Any:  # noqa: ANN401 - what JSON has
        if type(given) is not kind:
            raise InvalidValueError("value", given, expected)
        return given

    return structure


def _is_literal(kind: object) -> bool:
    origin: object = get_origin(kind)
    return origin is Literal


def _word(given: object, kind: object) -> object:
    for word in get_args(kind):
        if type(given) is type(word) and given == word:
            return given
    raise InvalidValueError("value", given, one_of(get_args(kind)))


def _is_sequence(kind: object) -> bool:
    return (get_origin(kind) or kind) in _SEQUENCES


def _sequence(made: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401 - of any type
    origin, parts = get_origin(kind) or kind, get_args(kind)
    fixed = origin is tuple and parts and parts[-1] is not ...

    def structure(given: Any, _: object) -> Any:  # noqa: ANN401 - what JSON has
        if type(given) not in {list, tuple, set, frozenset}:
            raise InvalidValueError("value", given, "a list")
        if fixed and len(given) != len(parts):
            raise InvalidValueError("value", given, f"a list of {len(parts)}")
        values: list[Any] = []
        wrong: list[Exception] = []
        for number, one in enumerate(given):
            inner = parts[number] if fixed else parts[0] if parts else Any
            try:
                values.append(made.structure(one, inner))
            except Exception as error:  # noqa: BLE001 - cattrs collects them
                note = IterableValidationNote(f"Structuring {kind} @ index {number}", number, inner)
                error.__notes__ = [*getattr(error, "__notes__", []), note]
                wrong.append(error)
        if wrong:
            raise IterableValidationError(f"While structuring {kind}", wrong, kind)  # pyright: ignore[reportCallIssue]  # a group with its class
        return _SEQUENCES[origin](values)

    return structure
