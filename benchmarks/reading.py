"""Read and write 200,000 placements with sources, beside pydantic, msgspec and json.

Run: python benchmarks/reading.py [RECORDS]
pydantic is strict and frozen, forbids unknown keys and has the same rules; its
record is a model with an enum of its own. msgspec reads into structs without
most of the rules, and accepts unknown and duplicate keys. All take turns in
one process, with the garbage collector as Python sets it; the figures are
medians, and the last column is the ratio to pydantic.
"""

import enum
import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Annotated, Any

import attrs
import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

import tipdata
from tipdata import Dataset
from tipdata.formats import json as tipdata_json
from tipdata.formats import jsonl
from tipdata.typing import EvidenceLevel, Official

RUNS = 5
YEARS = 1000


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


def compare(title: str, count: int, works: dict[str, Callable[[], object]]) -> None:
    """Print the median time of each for a record, and how many times the first one's it is."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(RUNS):
        for name, work in works.items():
            gc.collect()
            start = time.process_time()
            found = work()
            times[name].append(time.process_time() - start)
            del found
    medians = {name: statistics.median(took) for name, took in times.items()}
    first = next(iter(medians.values()))
    print(f"\n{title}")
    for name, took in medians.items():
        print(f"  {name:18}{took / count * 1e6:7.2f} µs a record {took / first:7.2f}")


def main() -> None:
    """Print what reading and writing take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    data = tipdata_json.dumps(dataset(count)).encode()
    models: TypeAdapter[Document] = TypeAdapter(Document)
    structs: msgspec.json.Decoder[Any] = msgspec.json.Decoder(StructDocument)
    ours, theirs, plain = tipdata_json.loads(data), models.validate_json(data), structs.decode(data)
    assert len(ours) == len(theirs.assessments) == len(plain.assessments) == count
    lines = jsonl.dumps(ours).encode()
    print(f"{count:,} placements, {len(data) / count:.0f} bytes each")
    compare(
        "reading",
        count,
        {
            "pydantic": lambda: models.validate_json(data),
            "tipdata": lambda: tipdata_json.loads(data),
            "tipdata, by line": lambda: sum(1 for _ in jsonl.iterate(io.BytesIO(lines))),
            "msgspec structs": lambda: structs.decode(data),
            "json.loads": lambda: json.loads(data),
        },
    )
    compare(
        "writing",
        count,
        {
            "pydantic": lambda: models.dump_json(theirs),
            "tipdata": lambda: tipdata_json.dumps(ours),
            "tipdata, by line": lambda: jsonl.dumps(ours),
            "msgspec structs": lambda: msgspec.json.encode(plain),
        },
    )


if __name__ == "__main__":
    main()
