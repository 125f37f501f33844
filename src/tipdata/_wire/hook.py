"""The one line by which a class of records becomes a type to pydantic.

It is apart from what it calls, so that records load nothing for it.
"""

from typing import Any

from tipdata._pydantic import PydanticSchema


def _core_schema(cls: type, _source: object, _handler: object) -> Any:  # noqa: ANN401 - pydantic's, which is an extra
    from tipdata._wire.modelling import core_schema_of_class  # noqa: PLC0415 - only pydantic needs it

    return core_schema_of_class(cls)


pydantic_schema: PydanticSchema = classmethod(_core_schema)
"""The `__get_pydantic_core_schema__` of a record, of a part of one, and of their subclasses."""
