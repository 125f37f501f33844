"""Our records in pydantic models, in FastAPI and in settings.

Every record, every part of one, `Tier`, `PartialDate` and `Period` are types that
pydantic knows: write `campaign: tipdata.Campaign` in a model. This needs the extra
`pydantic`. A record looks as it does in a document (`tipdata.formats.json`) and is
read as strictly. Each problem is one of pydantic's errors:

- `type` is the code of the problem, such as `unknown-field`;
- `loc` is its place;
- `input` is the value there, or its beginning if it is long; for a missing field it is
  the object that lacks it;
- `ctx` has the `suggestion`, if there is one.

At most 100 errors of a record are shown, and the others are counted in one more.
An answer that consists of them grows no faster than the request.

Two things of a document cannot be asked here. pydantic keeps the last of two equal keys
before a record sees them. And a `country` needs the form of a code: whether the registry
knows it is asked by `tipdata.check` and by the readers of datasets.

>>> from pydantic import BaseModel
>>> from tipdata import Campaign
>>> class Report(BaseModel):
...     campaign: Campaign
>>> report = Report.model_validate_json('{"campaign": {"id": "july", "title": "July"}}')
>>> report.campaign
Campaign(id='july', title='July', ...)
>>> report.model_dump()["campaign"]["title"]
'July'
"""

from collections.abc import Callable
from typing import Annotated, Any

import attrs

from tipdata._pydantic import core_schema_of, refer
from tipdata._wire.describing import describe
from tipdata._wire.explaining import wrong_type
from tipdata._wire.json_values import is_object
from tipdata._wire.modelling import reader_of, refusal
from tipdata._wire.writing import plain_writer
from tipdata.dataset.kinds import CLASSES, KINDS, Record, RecordKind, kind_of
from tipdata.formats._recognizing import unknown_type

__all__ = ["AnyRecord"]


class _Tagged:
    """What pydantic asks the union of all records, each of which says its kind under `type`."""

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:  # noqa: ANN401 - pydantic's, which is an extra
        readers = {kind: reader_of(CLASSES[kind]) for kind in KINDS}
        writers = {kind: plain_writer(CLASSES[kind], kind) for kind in KINDS}

        def read(given: Any) -> object:  # noqa: ANN401 - anything
            if isinstance(given, Record):
                return given
            if not is_object(given):
                problem = wrong_type(given, "$", "an object with a type")
                raise refusal("AnyRecord", given, [problem], 1)
            fields = {**given}
            kind: Any = fields.pop("type", None)
            if kind not in KINDS:
                problem = attrs.evolve(unknown_type(kind, KINDS), path="$.type")
                raise refusal("AnyRecord", given, [problem], 1)
            return readers[kind](fields)

        def write(record: object) -> object:
            kind = kind_of(type(record))
            assert kind is not None  # noqa: S101 - the reader takes nothing else
            return next(iter(writers[kind]((record,))))

        return core_schema_of("AnyRecord", read, write, _describe_tagged)


def _describe_tagged(handler: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's, which is an extra
    found = {kind: _refer_tagged(handler, kind) for kind in KINDS}
    mapping = {kind: one["$ref"] for kind, one in found.items()}
    return {
        "oneOf": [*found.values()],
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }


def _refer_tagged(handler: Any, kind: RecordKind) -> dict[str, Any]:  # noqa: ANN401 - as above
    name = f"Tagged{CLASSES[kind].__name__}"

    def describe_tagged(
        cls: type, refer_untagged: Callable[[type], dict[str, Any]], is_written: bool
    ) -> dict[str, Any]:
        found = describe(cls, refer_untagged, is_written, tag=kind)
        return {**found, "title": name}

    return refer(handler, CLASSES[kind], describe_tagged, name=name, parts=describe)


AnyRecord = Annotated[Record, _Tagged()]
"""A record of any kind, which says under `type` what it is, as in JSON Lines.

To type checkers it is the union of the classes. In a schema it is a `oneOf` whose
discriminator is `type`, and its members are called `TaggedCampaign` and so on.

>>> from pydantic import TypeAdapter
>>> records = TypeAdapter(list[AnyRecord])
>>> records.validate_python([{"type": "person", "id": "ann", "name": "Ann"}])
[Person(id='ann', name='Ann', ...)]
>>> records.dump_python(_)[0]["type"]
'person'
"""


def __dir__() -> list[str]:
    return __all__
