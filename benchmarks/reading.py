"""200,000 placements with sources as JSON: read and written, beside pydantic, msgspec and json.

Run: python benchmarks/reading.py [RECORDS]
pydantic is strict, frozen, forbids what it does not know and has the same
rules; its record is a model. msgspec reads into structs without most of the
rules, and accepts unknown and repeated keys. All are timed in turn in one
run, with the garbage collector as Python sets it.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

import tipdata
from tipdata import Assessment, Dataset
from tipdata.formats import json as tipdata_json
from tipdata.tiers import Tier
from tipdata.typing import EvidenceLevel, Official

RUNS = 5
YEARS = 1000
Identifier = Annotated[str, StringConstraints(pattern=r"^\S+$")]


class Model(BaseModel):
    """A placement with the rules of `Assessment`."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    country: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    year: Annotated[int, Field(ge=2001, le=9999)]
    tier: Tier
    evidence: EvidenceLevel = "unverified"
    official: Official = "no"
    families: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    sources: tuple[Identifier, ...] = ()
    disputed_by: tuple[Identifier, ...] = ()
    note: Annotated[str, StringConstraints(pattern=r"^$|\S")] = ""
    amended: Tier | None = None


class Document(BaseModel):
    """A document of placements."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    assessments: tuple[Model, ...]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A placement without the rules."""

    country: str
    year: int
    tier: Tier
    evidence: EvidenceLevel = "unverified"
    official: Official = "no"
    families: int = 0
    sources: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    note: str = ""
    amended: Tier | None = None


class StructDocument(msgspec.Struct, frozen=True):
    """A document of placements."""

    assessments: tuple[Struct, ...]


def document(count: int) -> bytes:
    """Return placements of all countries in a thousand years, with the sources of real ones."""
    real = tipdata.load().assessments
    codes = [country.alpha_3 for country in tipdata.countries.default()]
    made: list[Assessment] = []
    for number in range(count):
        like = real[number % len(real)]
        made.append(
            Assessment(
                country=codes[number // YEARS],
                year=2001 + number % YEARS,
                tier=like.tier,
                evidence=like.evidence,
                official=like.official,
                families=like.families,
                sources=like.sources,
                disputed_by=like.disputed_by,
                note=like.note,
                amended=like.amended,
            )
        )
    return tipdata_json.dumps(Dataset(assessments=made)).encode()


def timed(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the best time of each, in seconds of this process, taken in turn."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(RUNS):
        for name, work in works.items():
            gc.collect()
            start = time.process_time()
            found = work()
            best[name] = min(best[name], time.process_time() - start)
            del found
    return best


def main() -> None:
    """Print what reading and writing take, and the ratios to pydantic."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    data = document(count)
    models: TypeAdapter[Document] = TypeAdapter(Document)
    structs: msgspec.json.Decoder[Any] = msgspec.json.Decoder(StructDocument)
    print(f"{count:,} placements, {len(data) / count:.0f} bytes each\n\nreading")
    reading = timed(
        {
            "pydantic": lambda: models.validate_json(data),
            "tipdata": lambda: tipdata_json.loads(data),
            "msgspec structs": lambda: structs.decode(data),
            "json.loads": lambda: json.loads(data),
        }
    )
    show(reading, count)
    ours, theirs = tipdata_json.loads(data), models.validate_json(data)
    plain = structs.decode(data)
    assert len(ours) == len(theirs.assessments) == len(plain.assessments) == count
    print("\nwriting")
    writing = timed(
        {
            "pydantic": lambda: models.dump_json(theirs),
            "tipdata": lambda: tipdata_json.dumps(ours),
            "msgspec structs": lambda: msgspec.json.encode(plain),
        }
    )
    show(writing, count)


def show(times: dict[str, float], count: int) -> None:
    """Print each time for a record, and how many times pydantic's it is."""
    for name, seconds in times.items():
        ratio = seconds / times["pydantic"]
        print(f"  {name:18}{seconds / count * 1e6:7.2f} µs a record {ratio:7.2f}")


if __name__ == "__main__":
    main()
