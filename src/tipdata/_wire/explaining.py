"""Why a record is refused: every field of it, each with its path.

A reader takes a record by the rules of its class and knows no more than that
it was refused. Here the refused one is gone through field by field, and every
rule of every field is asked; the rules between fields come after, if the
fields themselves are right.
"""

from collections.abc import Callable, Collection
from typing import Any

import attrs

from tipdata._wire import rules as v
from tipdata._wire.json_text import BrokenError, Constant, HugeNumber, Repeated, is_list, is_object
from tipdata._wire.rules import rule_of
from tipdata._wire.shapes import Choice, Json, Many, Maybe, Nested, Scalar, Shape, fields_of
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

__all__ = ["explain", "rule_of", "step", "wrong_type"]

_BAD = object()
_NAMES: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a truth value",
    int: "a whole number",
    float: "a number with decimals",
    type(None): "null",
}


def explain(
    kind: type, given: object, path: str, code_meant: Callable[[str], str] | None = None
) -> list[Problem]:
    """Return all that is wrong with what should be a `kind`, in the order of its keys.

    `code_meant` finds the country code for the name of a country, for suggestions.
    """
    found = _Explanation(code_meant or _no_code)
    found.record(kind, given, path)
    return found.problems


def _no_code(_: str) -> str:
    return ""


def step(path: str, key: str) -> str:
    """Return the path of a member.

    >>> step("$", "name"), step("$", "no name")
    ('$.name', "$['no name']")
    """
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{shorten(key)}]"


def wrong_type(given: object, path: str, expected: str) -> Problem:
    """Return the problem of a value of a type that is not the expected one."""
    match given:
        case Constant():
            code, message = "not-a-number", f"JSON has no {given.name}"
        case HugeNumber():
            code, message = "number-too-large", "this number is too large"
        case _:
            code, message = "wrong-type", f"this is {_NAMES.get(type(given), 'no JSON value')}"
    return Problem(code=code, message=message, path=path, value=_shown(given), expected=expected)


def _shown(given: object) -> str:
    if isinstance(given, Repeated):
        given = dict(given.pairs)
    return (
        "null" if given is None else str(given).lower() if type(given) is bool else shorten(given)
    )


@attrs.define
class _Explanation:
    code_meant: Callable[[str], str]
    problems: list[Problem] = attrs.field(factory=list[Problem])

    def record(self, kind: type, given: object, path: str) -> object:
        """Return the record, or `_BAD` after saying why there is none."""
        before = len(self.problems)
        if isinstance(given, Repeated):
            given = self._once(given, path)
        if not is_object(given):
            self.problems.append(wrong_type(given, path, "an object"))
            return _BAD
        fields = fields_of(kind)
        values: dict[str, object] = {}
        for key, value in given.items():
            if key in fields:
                field, shape = fields[key]
                values[key] = self.field(field, shape, value, step(path, key))
            else:
                self._unknown(key, fields, path)
        for name, (field, _) in fields.items():
            if field.default is attrs.NOTHING and name not in given:
                message = f"{name!r} is missing"
                self.problems.append(Problem(code="missing-field", message=message, path=path))
        if len(self.problems) > before:
            return _BAD
        try:
            return kind(**values)
        except InvalidValueError as error:
            self._contradiction(error, given, path)
            return _BAD

    def _once(self, given: Repeated, path: str) -> dict[str, object]:
        """Return an object with each key once, and tell which keys are there again."""
        found: dict[str, object] = {}
        for key, value in given.pairs:
            if key in found:
                same = "with the same value" if found[key] == value else "with another value"
                message = f"this key is there again, {same}"
                self.problems.append(
                    Problem(code="duplicate-key", message=message, path=step(path, key))
                )
            found.setdefault(key, value)
        return found

    def _unknown(self, key: str, fields: Collection[str], path: str) -> None:
        self.problems.append(
            Problem(
                code="unknown-field",
                message="there is no such field",
                path=step(path, key),
                suggestion=nearest(key, fields),
            )
        )

    def _contradiction(self, error: InvalidValueError, given: dict[str, Any], path: str) -> None:
        field = error.field.partition(".")[2]
        value = given.get(field, error.value)
        self.problems.append(
            Problem(
                code="contradiction",
                message="this does not go with the other fields",
                path=step(path, field) if field else path,
                value=_shown(value),
                expected=error.expected,
            )
        )

    def field(
        self, field: "attrs.Attribute[Any]", shape: Shape, given: object, path: str
    ) -> object:
        """Return the value of a field, or `_BAD` after saying why there is none."""
        if isinstance(given, BrokenError):
            self.problems.append(given.problem)
            return _BAD
        if isinstance(shape, Maybe):
            if given is None:
                return None
            shape = shape.inner
        if isinstance(shape, Many):
            return self._many(field, shape.inner, given, path)
        value = self._value(field, shape, given, path)
        return value if self._passes(field, value, given, path) else _BAD

    def _many(
        self, field: "attrs.Attribute[Any]", inner: Shape, given: object, path: str
    ) -> object:
        if not is_list(given):
            self.problems.append(wrong_type(given, path, "a list"))
            return _BAD
        values: list[object] = []
        for number, one in enumerate(given):
            place = f"{path}[{number}]"
            value = self._value(field, inner, one, place)
            # A validator of many looks at one as it does at many.
            passes = self._passes(field, value, one, place, many=True)
            values.append(value if passes else _BAD)
        return _BAD if any(value is _BAD for value in values) else tuple(values)

    def _value(
        self, field: "attrs.Attribute[Any]", shape: Shape, given: object, path: str
    ) -> object:
        """Return what the wire says, without asking the rules of the class."""
        match shape:
            case Nested(kind):
                return self.record(kind, given, path)
            case Choice(words):
                return self._word(words, given, path)
            case Scalar():
                if type(given) is not shape.wire:
                    self.problems.append(wrong_type(given, path, _expected(field, shape, given)))
                    return _BAD
                return self._read(shape, given, path)
            case _:
                raise TypeError(f"a list in a list at {path}")

    def _word(self, words: tuple[str, ...], given: object, path: str) -> object:
        if given in words and isinstance(given, str):
            return given
        expected = one_of(words)
        if isinstance(given, str):
            problem = Problem(
                code="unknown-word",
                message="this word is not known here",
                path=path,
                value=shorten(given),
                expected=expected,
                suggestion=nearest(given, words),
            )
        else:
            problem = wrong_type(given, path, expected)
        self.problems.append(problem)
        return _BAD

    def _read(self, shape: Scalar, given: Any, path: str) -> object:  # noqa: ANN401 - of the wire's type
        if shape.read is None:
            return given
        code, message, suggestion = "invalid-value", "this cannot be read", ""
        try:
            return shape.read(given)
        except UnknownTierError as error:
            code, message, suggestion = "unknown-tier", "unknown tier", error.nearest or ""
        except InvalidDateError as error:
            code = "invalid-date"
            known = not error.reason.startswith("expected")
            message = f"this is not a {shape.name}" + (f": {error.reason}" if known else "")
            suggestion = _date_meant(shape, given)
        self.problems.append(
            Problem(
                code=code,
                message=message,
                path=path,
                value=shorten(given),
                expected=shape.expected,
                suggestion=suggestion,
            )
        )
        return _BAD

    def _passes(
        self,
        field: "attrs.Attribute[Any]",
        value: object,
        given: object,
        path: str,
        *,
        many: bool = False,
    ) -> bool:
        """Tell whether the class takes a value, and say why if it does not."""
        if value is _BAD or field.validator is None:
            return value is not _BAD
        try:
            field.validator(None, field, (value,) if many else value)
        except InvalidValueError as error:
            what = f"not valid in {field.name}" if many else f"not a valid {field.name}"
            self.problems.append(_refused(field, error, given, path, what, self.code_meant))
            return False
        return True


def _expected(field: "attrs.Attribute[Any]", shape: Scalar, given: object) -> str:
    """Return what a field takes, in the words of its own rule where it has one."""
    rule = rule_of(field)
    if shape.read is None and rule is not None and rule is not v.prose:
        try:
            rule(None, field, given)
        except InvalidValueError as error:
            return error.expected
    return shape.expected


def _refused(
    field: "attrs.Attribute[Any]",
    error: InvalidValueError,
    given: object,
    path: str,
    what: str,
    code_meant: Callable[[str], str],
) -> Problem:
    code, message, suggestion = "invalid-value", what, ""
    if isinstance(given, str):
        if any("\ud800" <= character <= "\udfff" for character in given):
            code, message = "lone-surrogate", "half a surrogate pair is no character"
        elif not given.isprintable() and rule_of(field) not in {v.text, v.prose}:
            code, message = "invisible-character", "there is a character that cannot be seen"
        if rule_of(field) is v.alpha_3:
            suggestion = code_meant(given)
    if type(given) is int and given.bit_length() > 63:  # noqa: PLR2004 - what a signed number of 64 bits holds
        code, message = "number-too-large", "this number is too large"
    return Problem(
        code=code,
        message=message,
        path=path,
        value=shorten(given),
        expected=error.expected,
        suggestion=suggestion,
    )


def _date_meant(shape: Scalar, text: Json) -> str:
    if not isinstance(text, str) or shape.name == "period":
        return ""
    try:
        meant = PartialDate.read(text)
    except TipdataError:
        return ""
    return str(meant) if shape.name == "partial date" or meant.precision == "day" else ""
