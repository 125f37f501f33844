"""The web service of the examples and the FastAPI code of the docs, run as their users run them."""

import asyncio
import importlib.util
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import Json

import tipdata
from tipdata import Assessment, Campaign, Person
from tipdata.dataset.kinds import KINDS
from tipdata.formats import from_plain, package, to_plain

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
STORY = tipdata.load("central-asia-2021")
DOCUMENT = tipdata.formats.json.dumps(STORY)


def load_example() -> ModuleType:
    """Return the module of the example."""
    path = ROOT / "examples" / "service.py"
    spec = importlib.util.spec_from_file_location("service", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["service"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def service() -> ModuleType:
    """The example."""
    return load_example()


def ask(app: Any, method: str, path: str, **body: Any) -> Any:
    """Return the answer of an application, without a network."""
    import httpx  # noqa: PLC0415 - only where it is installed

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.request(method, path, **body)

    return asyncio.run(send())


@pytest.fixture(scope="module")
def address(service: ModuleType) -> Iterator[str]:
    """The address at which uvicorn serves the example."""
    import uvicorn  # noqa: PLC0415 - only where it is installed

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(service.app, ws="none", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


def test_a_placement_is_a_record(service: ModuleType) -> None:
    """A placement is answered as a document has it; what is not known is 404 with the nearest name."""
    answer = ask(service.app, "GET", "/placements/Kazakhstan/2021")
    assert answer.status_code == 200
    assert from_plain(Assessment, answer.json()) == tipdata.load().assessment("KAZ", 2021)
    for path, told in (
        ("/placements/Kazakstan/2021", "did you mean 'Kazakhstan' (KAZ)?"),
        ("/placements/KAZ/1999", "no 1999 edition"),
        ("/changes/1999", "no 1999 edition"),
    ):
        answer = ask(service.app, "GET", path)
        assert answer.status_code == 404
        assert told in answer.json()["detail"]


def test_changes_of_an_edition(service: ModuleType) -> None:
    """The changes are those of the record, in its order."""
    answer = ask(service.app, "GET", "/changes/2021", params={"since": 2015}).json()
    expected = tipdata.load().changes(2021, since=2015)
    assert [one["country"] for one in answer] == [one.country.alpha_3 for one in expected]
    assert [(one["before"], one["after"]) for one in answer] == [
        (one.before, one.after) for one in expected
    ]


def test_a_document_is_checked_and_packed(service: ModuleType) -> None:
    """A sound document comes back as records, and as a package that reads back equal."""
    answer = ask(service.app, "POST", "/check", content=DOCUMENT)
    assert [from_plain(one.pop("type"), one) for one in answer.json()] == [*STORY]
    packed = ask(service.app, "POST", "/package", content=DOCUMENT)
    assert packed.headers["content-type"] == "application/zip"
    assert package.loads(packed.content) == STORY


def test_a_document_is_refused_with_everything_that_is_wrong(service: ModuleType) -> None:
    """Each problem has its place, its code, what is expected and a suggestion; the answer is bounded."""
    given = (
        '{"schema_version": 2, "people": [{"id": "A", "nmae": "A", "name": "Ann", "name": "A"}]}'
    )
    answer = ask(service.app, "POST", "/check", content=given)
    assert answer.status_code == 422
    found = {one["code"]: one for one in answer.json()["problems"]}
    assert [*found] == ["duplicate-key", "invalid-value", "unknown-field"]
    assert found["unknown-field"]["suggestion"] == "name"
    assert found["invalid-value"]["place"] == "$.people[0].id"
    assert found["invalid-value"]["expected"].startswith("a slug like")
    lost = '{"schema_version": 2, "people": [{"id": "a", "name": "A", "sources": ["x"]}]}'
    assert "lost-reference" in ask(service.app, "POST", "/package", content=lost).text
    many = json.dumps({"schema_version": 2, "people": [{"id": "A"}] * 20_000})
    answer = ask(service.app, "POST", "/check", content=many)
    assert answer.json()["omitted"] == 40_000 - 50
    assert len(answer.content) < 20_000


def test_a_revision_says_what_differs(service: ModuleType) -> None:
    """Records go in and out with the tag of their kind."""
    before = [
        {"type": "person", "id": "ann", "name": "Ann"},
        {"type": "person", "id": "bo", "name": "Bo"},
    ]
    after = [{**before[0], "name": "Anna"}, {"type": "campaign", "id": "july", "title": "July"}]
    answer = ask(service.app, "POST", "/revision", json={"before": before, "after": after}).json()
    names = {what: [(one["type"], one["id"]) for one in answer[what]] for what in answer}
    assert names == {
        "added": [("campaign", "july")],
        "removed": [("person", "bo")],
        "changed": [("person", "ann")],
    }
    twice = {"before": [before[0], {**before[0], "name": "B"}], "after": []}
    assert ask(service.app, "POST", "/revision", json=twice).status_code == 422


def test_an_answer_ends_however_much_is_wrong(service: ModuleType) -> None:
    """The answer shows fifty problems at most, of one body or of many, and counts the others."""
    for number in (10, 1000, 10_000):
        wrong = {"id": "a", "title": "A", "hashtags": ["x"] * number, "y": "z" * number}
        answer = ask(service.app, "POST", "/campaigns", json=wrong)
        assert answer.status_code == 422
        assert len(answer.content) < 10_000
        many = ask(service.app, "POST", "/reach", json=[{"id": "A", "title": "A"}] * number)
        assert many.status_code == 422
        assert len(many.content) < 10_000
        shown = many.json()["detail"]
        assert len(shown) + many.json()["omitted"] == number
        assert [tuple(one["loc"]) for one in shown] == [
            ("body", place, "id") for place in range(min(number, 50))
        ]


def test_a_body_with_half_a_character_gets_an_answer(service: ModuleType) -> None:
    """What cannot be sent back is shown escaped, and the service does not fail."""
    body = '{"id": "\\ud800", "title": "\\ud800", "\\ud800": ["\\ud800"]}'
    answer = ask(
        service.app,
        "POST",
        "/campaigns",
        content=body,
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) == 3


def test_the_description_of_the_service_is_valid(service: ModuleType) -> None:
    """The OpenAPI document is valid, and each class of records is one component of its name."""
    from openapi_spec_validator import validate  # noqa: PLC0415 - only where it is installed

    described = ask(service.app, "GET", "/openapi.json").json()
    validate(described)
    components = described["components"]["schemas"]
    assert {"Assessment", "Campaign", "Reach", "Identifier", "Tier", "TaggedPerson"} <= set(
        components
    )
    assert not [name for name in components if name.endswith(("-Input", "-Output"))]
    items = components["Revision"]["properties"]["added"]["items"]
    assert [*items["discriminator"]["mapping"]] == sorted(KINDS)
    assert len(items["oneOf"]) == len(KINDS)
    body = described["paths"]["/campaigns"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"]["$ref"] == "#/components/schemas/Campaign"


def test_a_client_is_generated_and_talks_to_the_service(
    service: ModuleType, address: str, tmp_path: Path
) -> None:
    """The client of a generator has a class for each record, and gets instances over the network."""
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(service.app.openapi()), encoding="utf-8")
    config = tmp_path / "config.yml"
    config.write_text("post_hooks: []\npackage_name_override: client\n", encoding="utf-8")
    program = Path(sys.executable).with_name("openapi-python-client")
    command: list[str | Path] = [program, "generate", "--meta", "none", "--fail-on-warning"]
    command += ["--path", described, "--config", config, "--output-path", tmp_path / "client"]
    subprocess.run(command, check=True, capture_output=True)
    script = f"""
from client import Client
from client.api.default import add_campaign, get_placement
from client.models import Assessment, Campaign, Identifier, Reach, TaggedPerson, Tier
client = Client({address!r})
sent = Campaign(id="july", title="July", reach=Reach(about=5), identifiers=[Identifier("iati", "1")])
got = add_campaign.sync(client=client, body=sent)
assert isinstance(got, Campaign), got
assert isinstance(got.reach, Reach) and got.reach.about == 5 and got.reach.unit == "people"
found = get_placement.sync("Kazakhstan", 2021, client=client)
assert isinstance(found, Assessment) and found.tier is Tier.TIER_2, found
print("done")
"""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("done\n", "")


def test_the_service_of_the_docs_works() -> None:
    """The code of the page makes a service, which takes and refuses what the page says."""
    page = (ROOT / "docs" / "how-to" / "web-service.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    known: dict[str, Any] = {"__name__": "page"}
    exec("\n".join(blocks), known)  # noqa: S102 - what a reader of the page would run
    campaign = to_plain(STORY.campaigns[0])
    assert ask(known["app"], "POST", "/campaigns", json=campaign).json() == campaign
    refused = ask(known["app"], "POST", "/campaigns", json={**campaign, "id": "July"})
    assert refused.status_code == 422
    shown = json.loads(re.search(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[1])  # type: ignore[index]
    assert refused.json() == shown
    records = [{"type": "person", **to_plain(Person(id="ann", name="Ann"))}]
    assert ask(known["app"], "POST", "/records", json=records).json() == records
    bodies = known["app"].openapi()["paths"]
    assert all("requestBody" in bodies[path]["post"] for path in ("/campaigns", "/records"))


def test_settings_hold_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is read from an environment variable that holds JSON, and from many."""
    from pydantic_settings import BaseSettings  # noqa: PLC0415 - only where it is installed

    class Settings(BaseSettings):
        campaign: Json[Campaign]
        people: list[Person] = []

    monkeypatch.setenv("CAMPAIGN", json.dumps(to_plain(STORY.campaigns[0])))
    monkeypatch.setenv("PEOPLE", json.dumps([to_plain(one) for one in STORY.people]))
    settings = Settings()  # type: ignore[call-arg]  # the environment has it
    assert settings.campaign == STORY.campaigns[0]
    assert settings.people == [*STORY.people]
    monkeypatch.setenv("CAMPAIGN", '{"id": "July"}')
    with pytest.raises(ValueError, match="expected a slug like"):
        Settings()  # type: ignore[call-arg]  # as above
