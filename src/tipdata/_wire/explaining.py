"""Why a record is refused: every field of it, each with its path.

A reader takes a record by the rules of its class and knows only that it was
refused. Here the refused one is examined field by field, and every rule of
every field is asked; rules between fields come last, and only if the fields
themselves are right.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs

from tipdata._wire import rules as v
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_text import BrokenError
from tipdata._wire.json_values import (
    Constant,
    HugeNumber,
    Repeated,
    is_list,
    is_object,
    step,
)
from tipdata._wire.reading import Classes, RefusedError, plain_value
from tipdata._wire.refusing import Validator
from tipdata._wire.rules import form_of, rule_of, rule_of_each
from tipdata._wire.shapes import Choice, Json, Many, Maybe, Nested, Scalar, Shape, fields_of
from tipdata._wire.strings import LINE, Flaw
from tipdata.dates import PartialDate
from tipdata.errors import (
    InvalidDateError,
    InvalidValueError,
    TipdataError,
    UnknownTierError,
    nearest,
    one_of,
    shorten,
)
from tipdata.problems import Problem

Add = Callable[[Callable[[], Problem]], object]
"""Takes the function that makes a problem, which is called only if the problem is kept."""

_BAD = object()
_FLAWS: dict[Flaw, tuple[Code, str]] = {
    "invisible": ("invisible-character", "contains an invisible character"),
    "line break": ("invisible-character", "contains a line break"),
    "surrogate": ("lone-surrogate", "contains an unpaired surrogate"),
}
_NAMES: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a float",
    type(None): "null",
}


def wrong_type(given: object, path: str, expected: str) -> Problem:
    """Return the problem of a value of another type than the expected one."""
    code: Code = "wrong-type"
    match given:
        case Constant():
            code, message = "not-a-number", f"{given.name} is not valid JSON"
        case HugeNumber():
            code, message = "number-too-large", "number too large"
        case _:
            message = f"this is {_NAMES.get(type(given), 'not a JSON value')}"
    return fault(code, message, path, value=_show(given), expected=expected)


def _show(given: object) -> str:
    if isinstance(given, Repeated):
        given = dict(given.pairs)
    return (
        "null" if given is None else str(given).lower() if type(given) is bool else shorten(given)
    )


class Explainer:
    """Says why records are refused.

    Args:
        add: Takes each problem.
        code_meant: Finds the code for the name of a country, for suggestions.
        classes: Subclasses to read in the place of classes of ours.
    """

    def __init__(self, add: Add, code_meant: Callable[[str], str], classes: Classes) -> None:
        self._add = add
        self._code_meant = code_meant
        self._classes = classes

    def _refuse(self, make: Callable[[], Problem]) -> object:
        self._add(make)
        return _BAD

    def record(self, kind: type, given: object, path: str) -> object:
        """Return the record, or `_BAD` after adding all that is wrong, in the order of its keys.

        Args:
            kind: The class.
            given: What a file has for an instance of it.
            path: Where it is.
        """
        kind = self._classes.get(kind, kind)
        fields = fields_of(kind)
        refused = False
        if isinstance(given, BrokenError):
            problem = given.problem
            return self._refuse(lambda: problem)
        if isinstance(given, Repeated):
            given, refused = self._once(given, path), True
        if not is_object(given):
            return self._refuse(lambda: wrong_type(given, path, "an object"))
        values: dict[str, object] = {}
        for key, value in given.items():
            if key in fields:
                field, shape = fields[key]
                values[field.alias or key] = self._field(field, shape, value, step(path, key))
            else:
                self._unknown(key, fields, path)
                refused = True
        for name, (field, _) in fields.items():
            if field.default is attrs.NOTHING and name not in given:
                self.missing(name, path)
                refused = True
        if refused or any(value is _BAD for value in values.values()):
            return _BAD
        return self._made(kind, values, given, path)

    def _once(self, given: Repeated, path: str) -> dict[str, object]:
        """Return an object with each key once, after saying which keys are repeated."""
        found: dict[str, object] = {}
        for key, value in given.pairs:
            if key in found:
                same = "the same value" if found[key] == value else "a different value"
                problem = fault("duplicate-key", f"duplicate key with {same}", step(path, key))
                self._add(lambda problem=problem: problem)  # type: ignore[misc]  # a default keeps it
            found.setdefault(key, value)
        return found

    def _unknown(self, key: str, fields: Collection[str], path: str) -> None:
        self._add(
            lambda: fault(
                "unknown-field", "no such field", step(path, key), suggestion=nearest(key, fields)
            )
        )

    def missing(self, name: str, path: str) -> None:
        """Add that an object has no field of this name."""
        self._add(lambda: fault("missing-field", f"{name!r} is missing", path))

    def _made(
        self, kind: type, values: dict[str, object], given: Mapping[str, object], path: str
    ) -> object:
        """Return the instance, or say which rule between fields it breaks."""
        try:
            return kind(**values)
        except InvalidValueError as error:
            field, expected = error.field.partition(".")[2], error.expected
            value = _show(given.get(field, error.value))
        except (TypeError, ValueError) as error:
            # Of a rule of a user's own class.
            field, expected, value = "", str(error.args[0] if error.args else error), ""
        return self._refuse(
            lambda: fault(
                "contradiction",
                "contradicts the other fields",
                step(path, field) if field else path,
                value=value,
                expected=expected,
            )
        )

    def _field(
        self, field: "attrs.Attribute[Any]", shape: Shape, given: object, path: str
    ) -> object:
        """Return the value of a field, or `_BAD` after saying why there is none."""
        if isinstance(given, BrokenError):
            problem = given.problem
            return self._refuse(lambda: problem)
        if isinstance(shape, Maybe):
            if given is None:
                return None
            shape = shape.inner
        if isinstance(shape, Many):
            return self._many(field, shape.inner, given, path)
        value = self._value(field, shape, given, path)
        return self._passed(field, value, given, path)

    def _many(
        self, field: "attrs.Attribute[Any]", inner: Shape, given: object, path: str
    ) -> object:
        if not is_list(given):
            return self._refuse(lambda: wrong_type(given, path, "a list"))
        rule = rule_of_each(field)
        values: list[object] = []
        for number, one in enumerate(given):
            place = f"{path}[{number}]"
            value = self._value(field, inner, one, place)
            if rule is not None:
                value = self._passed(field, value, one, place, rule)
            values.append(value)
        if any(value is _BAD for value in values):
            return _BAD
        made = tuple(values)
        return made if rule is not None else self._passed(field, made, given, path)

    def _value(
        self, field: "attrs.Attribute[Any]", shape: Shape, given: object, path: str
    ) -> object:
        """Return what the file says, without asking the rules of the class."""
        match shape:
            case Nested(kind):
                return self.record(kind, given, path)
            case Choice(words):
                return self._word(words, given, path)
            case Scalar():
                try:
                    plain = plain_value(shape.wire, given)
                except RefusedError:
                    return self._refuse(
                        lambda: wrong_type(given, path, _expected(field, shape, given))
                    )
                return self._read(shape, plain, path)
            case _:
                raise TypeError(f"a list in a list at {path}")

    def _word(self, words: tuple[str, ...], given: object, path: str) -> object:
        if not isinstance(given, str):
            return self._refuse(lambda: wrong_type(given, path, one_of(words)))
        if given in words:
            return given
        return self._refuse(
            lambda: fault(
                "unknown-word",
                "unknown word",
                path,
                value=shorten(given),
                expected=one_of(words),
                suggestion=nearest(given, words),
            )
        )

    def _read(self, shape: Scalar, given: Any, path: str) -> object:  # noqa: ANN401 - of the wire's type
        if shape.read is None:
            return given
        try:
            return shape.read(given)
        except (UnknownTierError, InvalidDateError) as error:
            found = error
        return self._refuse(lambda: unread(shape, found, given, path))

    def _passed(
        self,
        field: "attrs.Attribute[Any]",
        value: object,
        given: object,
        path: str,
        of_each: Validator | None = None,
    ) -> object:
        """Return a value that the rule of its field, or of each element, takes, or say why not."""
        about: Any = field
        # What a converter makes of the value only the class knows.
        if value is _BAD or about.validator is None or about.converter is not None:
            return value
        try:
            (of_each or about.validator)(None, field, value)
        except InvalidValueError as error:
            found = error
            single = of_each is None
        except (TypeError, ValueError) as error:
            expected = str(error.args[0] if error.args else error)
            found, single = InvalidValueError(field.name, given, expected), True
        except AttributeError:
            # A rule of a user's own that looks at the instance: the class asks it.
            return value
        else:
            return value
        return self._refuse(
            lambda: _refused(field, found, given, path, self._code_meant, single=single)
        )


def unread(
    shape: Scalar, error: UnknownTierError | InvalidDateError, given: object, path: str
) -> Problem:
    """Return the problem of a string that is not a tier or a date."""
    code: Code = "unknown-tier"
    if isinstance(error, UnknownTierError):
        message, suggestion = "unknown tier", error.nearest or ""
    else:
        # Otherwise the reason is what was expected, which the problem says anyway.
        reason = "" if error.reason.startswith("expected") else f": {error.reason}"
        code, message = "invalid-date", f"not a valid {shape.name}{reason}"
        suggestion = _date_meant(shape, given)
    expected = shape.expected
    return fault(
        code, message, path, value=shorten(given), expected=expected, suggestion=suggestion
    )


def _expected(field: "attrs.Attribute[Any]", shape: Scalar, given: object) -> str:
    """Return what a field takes, in the words of its own rule where it has one."""
    rule, form = rule_of(field), form_of(field)
    if shape.read is None and rule is not None and (form is None or not form.may_be_empty):
        try:
            rule(None, field, given)
        except InvalidValueError as error:
            return error.expected
        except Exception:  # noqa: BLE001 - a rule of a user's own may do anything
            return shape.expected
    return shape.expected


def _refused(
    field: "attrs.Attribute[Any]",
    error: InvalidValueError,
    given: object,
    path: str,
    code_meant: Callable[[str], str],
    *,
    single: bool,
) -> Problem:
    """Return the problem of a value that breaks the rule of its field."""
    code: Code = "invalid-value"
    message = f"not a valid {field.name}" if single else f"not valid in {field.name}"
    suggestion = error.nearest
    if isinstance(given, str):
        flaw = (form_of(field) or LINE).flaw(given)
        if flaw in _FLAWS:
            code, message = _FLAWS[flaw]
        elif form_of(field) is None and not given.isprintable():
            code, message = _FLAWS["invisible"]
        if rule_of(field) is v.alpha_3:
            suggestion = code_meant(given) or suggestion
    if type(given) is int and given.bit_length() > 63:  # noqa: PLR2004 - what a signed number of 64 bits holds
        code, message = "number-too-large", "number too large"
    expected, value = error.expected, shorten(given)
    return fault(code, message, path, value=value, expected=expected, suggestion=suggestion)


def _date_meant(shape: Scalar, text: Json | object) -> str:
    if not isinstance(text, str) or shape.name == "period":
        return ""
    try:
        meant = PartialDate.read(text)
    except TipdataError:
        return ""
    return str(meant) if shape.name == "partial date" or meant.precision == "day" else ""
