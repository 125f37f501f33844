"""How large an answer to a wrong request is, next to a plain model of pydantic.

    python benchmarks/answers.py

A request is a list of campaigns, each wrong in one way. An answer is what FastAPI
sends with the status 422: pydantic's errors as JSON.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from measure import Measure
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

import tipdata

Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Hashtag = Annotated[str, Field(pattern="^#[A-Za-z0-9_]+$")]


class PlainReach(BaseModel):
    """A reach as a user of pydantic would write it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    exactly: int | None = None
    at_least: int | None = None


class PlainCampaign(BaseModel):
    """A campaign as a user of pydantic would write it, with some of the fields."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: Slug
    title: str
    hashtags: list[Hashtag] = []
    description: str = ""
    reach: PlainReach | None = None


SOUND = {"id": "july", "title": "July"}
REQUESTS: dict[str, list[Any]] = {
    "20,000 wrong hashtags": [{**SOUND, "hashtags": ["x"] * 20_000}],
    "5,000 unknown fields": [{**SOUND, **{f"a{number}": 0 for number in range(5000)}}],
    "an id of 300,000 letters": [{**SOUND, "id": "A" * 300_000}],
    "a long text without id and title": [{"description": "x" * 300_000}],
    "100 campaigns with 100 wrong hashtags": [{**SOUND, "hashtags": ["x"] * 100}] * 100,
    "1,000 campaigns with a wrong id": [{**SOUND, "id": "July 2021"}] * 1000,
    "5,000 empty objects": [{}] * 5000,
}


def answer(kind: Any, request: list[Any]) -> int:  # noqa: ANN401 - pydantic takes any type
    """Return the bytes of the answer to a request for a list of a type."""
    try:
        TypeAdapter(list[kind]).validate_python(request)
    except ValidationError as error:
        return len(error.json(include_url=False).encode())
    raise AssertionError("the request is not wrong")


def measures(quick: bool) -> Iterator[Measure]:  # noqa: ARG001 - each answer takes milliseconds
    """Yield how large our answers are, beside those of the plain model."""
    for name, request in REQUESTS.items():
        ours, plain = answer(tipdata.Campaign, request), answer(PlainCampaign, request)
        yield Measure(f"bytes of the answer to {name}, beside a plain model", ours / plain)


def main() -> None:
    """Print the bytes of each request, and of both answers."""
    for name, request in REQUESTS.items():
        size = len(json.dumps(request, separators=(",", ":")))
        ours, plain = answer(tipdata.Campaign, request), answer(PlainCampaign, request)
        print(f"{name:40}{size:12,}{ours:12,}{plain:12,}")


if __name__ == "__main__":
    main()
