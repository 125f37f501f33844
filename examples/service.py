"""Serve placements, and take records in: a web service with FastAPI.

Run: uvicorn --app-dir examples service:app, and open http://127.0.0.1:8000/docs
"""

from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import tipdata
from tipdata import AnyRecord, Assessment, Campaign, Dataset, Reach, Tier, formats

tip = tipdata.load()
SHOWN = 50  # problems in one answer, however large the request is
app = FastAPI(
    title="Tier placements and records",
    separate_input_output_schemas=False,  # one component for each record, and not two
    generate_unique_id_function=lambda route: route.name,  # so clients have short names
)


class Problem(BaseModel):
    """One thing that is wrong with a document."""

    code: str
    severity: str
    place: str
    message: str
    expected: str
    suggestion: str


class Refusal(BaseModel):
    """Why a document is refused: the first problems, and how many more there are."""

    problems: list[Problem]
    omitted: int


class Move(BaseModel):
    """What happened to a country from one edition to the next."""

    country: str
    direction: str
    before: Tier | None
    after: Tier | None


class Versions(BaseModel):
    """Two versions of some records."""

    before: list[AnyRecord]
    after: list[AnyRecord]


class Revision(BaseModel):
    """What turns one version of some records into another."""

    added: list[AnyRecord]
    removed: list[AnyRecord]
    changed: list[AnyRecord]


@app.exception_handler(tipdata.FormatError)
def refuse(_: Request, error: tipdata.FormatError) -> JSONResponse:
    """Answer with everything that is wrong with a document."""
    names = Problem.model_fields
    found = [{name: getattr(problem, name) for name in names} for problem in error.problems]
    return JSONResponse({"problems": found, "omitted": error.omitted}, 422)


@app.exception_handler(RequestValidationError)
def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer with the first of pydantic's errors, and how many more there are."""
    found = error.errors()
    shown = jsonable_encoder(found[:SHOWN])
    return JSONResponse({"detail": shown, "omitted": len(found) - len(shown)}, 422)


@app.exception_handler(tipdata.TipdataError)
def explain(_: Request, error: tipdata.TipdataError) -> JSONResponse:
    """Answer that something is not known, with the nearest that is, or what is wrong with it."""
    return JSONResponse({"detail": str(error)}, 404 if isinstance(error, LookupError) else 422)


async def read_document(request: Request) -> Dataset:
    """Return the dataset that is the body, a document of `tipdata.formats.json`."""
    return formats.json.loads(await request.body(), sound=True, max_problems=SHOWN)


Document = Annotated[Dataset, Depends(read_document)]
REFUSAL: dict[int | str, dict[str, Any]] = {422: {"model": Refusal}}
BODY = {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}}


@app.get("/placements/{country}/{year}")
def get_placement(country: str, year: int) -> Assessment:
    """Return where an edition placed a country."""
    return tip.assessment(country, year)


@app.get("/changes/{year}")
def get_changes(year: int, since: int | None = None) -> list[Move]:
    """Return what an edition changed, since the one before or an older one."""
    return [
        Move(
            country=one.country.alpha_3, direction=one.direction, before=one.before, after=one.after
        )
        for one in tip.changes(year, since=since)
    ]


@app.post("/check", responses=REFUSAL, openapi_extra=BODY)
def check(dataset: Document) -> list[AnyRecord]:
    """Return the records of a document, or everything that is wrong with them."""
    return [*dataset]


@app.post("/package", responses=REFUSAL, openapi_extra=BODY)
def get_package(dataset: Document) -> Response:
    """Return a document as a zip file of tables."""
    return Response(formats.package.dumps(dataset), media_type="application/zip")


@app.post("/revision")
def compare(versions: Versions) -> Revision:
    """Return what differs between two versions of some records."""
    before, after = map(Dataset.from_records, (versions.before, versions.after))
    found = before.diff(after)
    changed = [one.after for one in found.changed]
    return Revision(added=[*found.added], removed=[*found.removed], changed=changed)


@app.post("/campaigns")
def add_campaign(campaign: Annotated[Campaign, Body()]) -> Campaign:
    """Take a campaign, and return it with every field."""
    return campaign


@app.post("/reach")
def add_up(campaigns: list[Campaign]) -> Reach:
    """Return how many people some campaigns reached together."""
    return tipdata.total_reach(campaigns)
