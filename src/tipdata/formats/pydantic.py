"""Our records as fields of pydantic models and bodies of FastAPI.

Needs the extra `pydantic`. A record looks as it does in a document
(`tipdata.formats.json`) and is read as strictly; each problem is one of
pydantic's errors, with its place.
"""

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from tipdata.errors import InvalidValueError, MissingExtraError
from tipdata.formats import schema
from tipdata.formats._plain import from_plain, to_plain
from tipdata.problems import FormatError, Problem

if TYPE_CHECKING:
    from pydantic_core import ValidationError

__all__ = ["wire"]

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\['(.*?)'\]")


def wire(kind: type) -> Any:  # noqa: ANN401 - an annotated type, for which there is no type
    """Return the annotated type by which pydantic validates, dumps and describes a record.

    Raises:
        InvalidValueError: It is not a class of ours.
        MissingExtraError: pydantic is not installed.

    >>> from pydantic import BaseModel
    >>> from tipdata import Campaign
    >>> class Body(BaseModel):
    ...     campaign: wire(Campaign)
    >>> body = Body.model_validate_json('{"campaign": {"id": "july", "title": "July"}}')
    >>> body.campaign
    Campaign(id='july', title='July', ...)
    """
    try:
        from pydantic_core import core_schema  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("tipdata.formats.pydantic.wire", "pydantic") from error
    described = schema.of(kind)
    del described["$schema"]

    class _Wire:
        @classmethod
        def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:  # noqa: ANN401
            return core_schema.no_info_plain_validator_function(
                partial(_validated, kind),
                serialization=core_schema.plain_serializer_function_ser_schema(to_plain),
            )

        @classmethod
        def __get_pydantic_json_schema__(cls, _core: object, _handler: object) -> Any:  # noqa: ANN401
            return described

    return Annotated[kind, _Wire]


def _validated(kind: type[Any], given: object) -> object:
    try:
        return given if isinstance(given, kind) else from_plain(kind, given)
    except (FormatError, InvalidValueError) as error:
        raise _as_theirs(kind, given, error) from None


def _as_theirs(
    kind: type, given: object, error: FormatError | InvalidValueError
) -> "ValidationError":
    """Return all problems as one of pydantic's errors, which it takes apart again."""
    from pydantic_core import (  # noqa: PLC0415 - an extra
        InitErrorDetails,
        PydanticCustomError,
        ValidationError,
    )

    problems = error.problems if isinstance(error, FormatError) else ()
    details = [
        InitErrorDetails(
            type=PydanticCustomError(
                "tipdata", "{problem}", {"problem": _message(one), "code": one.code}
            ),
            loc=_place(one.path),
            input=given,
        )
        for one in problems
    ]
    return ValidationError.from_exception_data(kind.__name__, details)


def _message(problem: Problem) -> str:
    return str(problem).removeprefix(f"{problem.path}: ")


def _place(path: str) -> tuple[str | int, ...]:
    return tuple(
        int(number) if number else name or odd for name, number, odd in _STEP.findall(path)
    )


def __dir__() -> list[str]:
    return __all__
