"""What pydantic asks a class: how to read, write and describe its instances.

pydantic is imported when it asks, so a class costs nothing where no model holds it.
This room knows no class: each passes in what it knows of itself.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

Described = dict[str, Any]
"""A JSON Schema."""

Describe = Callable[[type, Callable[[type], Described], bool], Described]
"""Makes the schema of a class.

It is given the class, what makes a reference to the schema of another one, and whether
what is written is described, where no field is missing.
"""


if TYPE_CHECKING:
    PydanticSchema = classmethod[Any, [object, object], Any]
else:
    PydanticSchema = classmethod  # which takes no parameters when it runs
"""The `__get_pydantic_core_schema__` of a class."""


def core_schema_of(
    name: str,
    read: Callable[[Any], object],
    write: Callable[[Any], object],
    describe: Callable[[Any], Described],
) -> Any:  # noqa: ANN401 - pydantic's, which is an extra
    """Return the schema by which pydantic validates, dumps and describes values.

    Args:
        name: What they are called, in the place of an error of a union.
        read: Returns the value, or raises one of pydantic's errors.
        write: Returns what stands for a value.
        describe: Makes the JSON Schema, given pydantic's handler.
    """
    from pydantic import Tag  # noqa: PLC0415 - an extra
    from pydantic_core import core_schema  # noqa: PLC0415 - as above

    def describe_it(_: object, handler: Any) -> Described:  # noqa: ANN401 - as above
        return describe(handler)

    made = core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(write),
        # Among the functions for classes, a reference would be replaced by what it names.
        metadata={"pydantic_js_annotation_functions": [describe_it]},
    )

    def get_made(_: object) -> Any:  # noqa: ANN401 - as above
        return made

    # Otherwise a union would call each of its members by the name of a function.
    return Tag(name).__get_pydantic_core_schema__(object, get_made)  # type: ignore[arg-type]


def refer(
    handler: Callable[[Any], Described],
    kind: type,
    describe: Describe,
    *,
    name: str = "",
    parts: Describe | None = None,
    inside: Collection[str] = (),
) -> Described:
    """Return a reference to the schema of a class, which becomes a named component.

    Args:
        handler: Of pydantic.
        kind: The class.
        describe: Makes the schema.
        name: The name of the component, if not that of the class.
        parts: Makes the schemas of its parts, if not `describe`.
        inside: The components of which it is a part.
    """
    from pydantic_core import core_schema  # noqa: PLC0415 - an extra

    ref = f"{kind.__module__}.{name or kind.__name__}:{id(kind)}"
    if ref in inside:
        return handler(core_schema.definition_reference_schema(ref))

    def describe_parts(_: object, inner: Any) -> Described:  # noqa: ANN401 - pydantic's
        within = {*inside, ref}
        return describe(
            kind,
            lambda part: refer(inner, part, parts or describe, inside=within),
            inner.mode == "serialization",
        )

    named = core_schema.any_schema(ref=ref, metadata={"pydantic_js_functions": [describe_parts]})
    # A handler describes what it is given by its type alone, and this type asks the metadata.
    return handler(core_schema.definitions_schema(named, []))


def error_of(code: str, message: str, suggestion: str = "") -> Any:  # noqa: ANN401 - pydantic's
    """Return an error of pydantic's, whose type is a code of ours."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - an extra

    # It would replace what a message has in braces.
    context = {"suggestion": suggestion} if suggestion and "{" not in message else None
    make: Any = PydanticCustomError  # which asks for strings that are literals
    return make(code, message, context)


def written_as_text(
    code: str,
    read: Callable[[Any, object], object],
    schema: Callable[[], Described],
    *,
    is_named: bool = False,
) -> PydanticSchema:
    """Return the `__get_pydantic_core_schema__` of a class whose values are strings in files.

    Args:
        code: The type of the error of a string that is refused.
        read: Returns the value of a class that a string stands for, or raises a ValueError.
        schema: Returns the JSON Schema of the string.
        is_named: Whether the schema is a component with the name of the class.
    """

    def get_core_schema(cls: type, _source: object, _handler: object) -> Any:  # noqa: ANN401 - pydantic's
        def validate(given: object) -> object:
            if isinstance(given, cls):
                return given
            try:
                return read(cls, given)
            except ValueError as error:
                raise error_of(code, str(error)) from None

        def describe(handler: Any) -> Described:  # noqa: ANN401 - as above
            if is_named:
                return refer(handler, cls, titled)
            return dict(schema())

        def titled(kind: type, _refer: object, _is_written: object) -> Described:
            return {"title": kind.__name__, **schema()}

        return core_schema_of(cls.__name__, validate, _as_text, describe)

    return classmethod(get_core_schema)


def _as_text(value: object) -> str:
    return str.__str__(str(value))
