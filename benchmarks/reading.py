"""Read and write 200,000 placements with sources, beside pydantic, msgspec and json.

Run: python benchmarks/reading.py [RECORDS]
pydantic is strict and frozen, forbids unknown keys and has the same rules; its
record is a model with an enum of its own. msgspec reads into structs without
most of the rules, and accepts unknown and duplicate keys. All take turns in
one process, with the garbage collector as Python sets it and with the collector
off, which favors pydantic; what is read is freed within the time. The ratios are
those of tipdata to each: above 1, the other one is ahead.
"""

import enum
import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import attrs
import msgspec
from measure import Measure, best, show
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

import tipdata
from tipdata import Dataset
from tipdata.formats import json as tipdata_json
from tipdata.formats import jsonl
from tipdata.typing import EvidenceLevel, Official

YEARS = 1000

Work = Callable[[], object]


class Label(enum.Enum):
    """A tier, without what ours can do."""

    TIER_1 = "Tier 1"
    TIER_2 = "Tier 2"
    TIER_2_WATCH_LIST = "Tier 2 Watch List"
    TIER_3 = "Tier 3"
    SPECIAL_CASE = "Special Case"


Identifier = Annotated[str, StringConstraints(pattern=r"^\S+$")]


class Model(BaseModel):
    """A placement with the rules of `Assessment`."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    country: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    year: Annotated[int, Field(ge=2001, le=9999)]
    tier: Label
    evidence: EvidenceLevel = "unverified"
    official: Official = "no"
    families: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    sources: tuple[Identifier, ...] = ()
    disputed_by: tuple[Identifier, ...] = ()
    note: Annotated[str, StringConstraints(pattern=r"^$|\S")] = ""
    amended: Label | None = None


class Document(BaseModel):
    """A document of placements."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    assessments: tuple[Model, ...]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A placement without the rules."""

    country: str
    year: int
    tier: Label
    evidence: EvidenceLevel = "unverified"
    official: Official = "no"
    families: int = 0
    sources: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    note: str = ""
    amended: Label | None = None


class StructDocument(msgspec.Struct, frozen=True):
    """A document of placements."""

    assessments: tuple[Struct, ...]


def dataset(count: int) -> Dataset:
    """Return placements of all countries in a thousand years, with the sources of real ones."""
    real = tipdata.load().assessments
    codes = [country.alpha_3 for country in tipdata.countries.default()]
    return Dataset(
        assessments=[
            attrs.evolve(
                real[number % len(real)], country=codes[number // YEARS], year=2001 + number % YEARS
            )
            for number in range(count)
        ]
    )


def without_collector(work: Work) -> Work:
    """Return the same work with the garbage collector off."""

    def run() -> object:
        gc.disable()
        try:
            return work()
        finally:
            gc.enable()

    return run


def measure_works(title: str, works: dict[str, Work], count: int, runs: int) -> Iterator[Measure]:
    """Yield the time of each for a record, and our ratio to peers, also without the collector."""
    off = {f"{name}, collector off": without_collector(work) for name, work in works.items()}
    each = {name: took / count * 1e6 for name, took in best({**works, **off}, runs).items()}
    for name in works:
        yield Measure(f"{title}, {name}", each[name], "µs a record")
    for end in ("", ", collector off"):
        for name in ("pydantic", "msgspec structs"):
            ratio = each[f"tipdata{end}"] / each[f"{name}{end}"]
            yield Measure(f"{title}, beside {name}{end}", ratio)


def measures(quick: bool, count: int = 200_000) -> Iterator[Measure]:
    """Yield what reading and writing take, beside the peers, of which some are ahead."""
    count, runs = (200, 1) if quick else (count, 5)
    data = tipdata_json.dumps(dataset(count)).encode()
    models: TypeAdapter[Document] = TypeAdapter(Document)
    structs: msgspec.json.Decoder[Any] = msgspec.json.Decoder(StructDocument)
    ours, theirs, plain = tipdata_json.loads(data), models.validate_json(data), structs.decode(data)
    assert len(ours) == len(theirs.assessments) == len(plain.assessments) == count
    lines = jsonl.dumps(ours).encode()
    readers: dict[str, Work] = {
        "tipdata": lambda: tipdata_json.loads(data),
        "tipdata by line": lambda: sum(1 for _ in jsonl.iterate(io.BytesIO(lines))),
        "pydantic": lambda: models.validate_json(data),
        "msgspec structs": lambda: structs.decode(data),
        "json.loads": lambda: json.loads(data),
    }
    writers: dict[str, Work] = {
        "tipdata": lambda: tipdata_json.dumps(ours),
        "tipdata by line": lambda: jsonl.dumps(ours),
        "pydantic": lambda: models.dump_json(theirs),
        "msgspec structs": lambda: msgspec.json.encode(plain),
    }
    yield from measure_works("reading", readers, count, runs)
    yield from measure_works("writing", writers, count, runs)


if __name__ == "__main__":
    show(measures(False, *map(int, sys.argv[1:])))
