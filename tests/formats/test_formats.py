"""The formats together: they read alike, and name each other's files."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from refusals import outcome
from tipdata import (
    Assessment,
    Campaign,
    Dataset,
    Designation,
    Edition,
    FormatError,
    Organization,
    Person,
    Project,
    ProjectCountry,
    Source,
)
from tipdata._wire.faults import CODES
from tipdata.dataset.kinds import CLASSES, PLURALS, Record
from tipdata.errors import InvalidValueError
from tipdata.formats import followthemoney, json, jsonl, jsonld, package, popolo, workbook
from tipdata.testing import datasets
from workbooks import changed, put

STORY = tipdata.load("central-asia-2021")
SMALL = Dataset(people=[Person(id="ann", name="Ann")])
PINNED = Path(__file__).parents[1] / "files"


@settings(max_examples=40)
@given(datasets())
def test_every_format_gives_back_the_same(dataset: Dataset) -> None:
    """What is written in any format is read back equal, and in all of them alike."""
    lines, packed = jsonl.dumps(dataset), package.dumps(dataset)
    unpacked = package.loads(packed)
    assert jsonl.loads(lines) == unpacked == dataset
    assert package.dumps(unpacked) == packed
    assert workbook.loads(workbook.dumps(dataset)) == dataset
    assert list(jsonl.iterate(io.StringIO(lines))) == list(dataset)


def test_the_packaged_story_is_written_as_it_is() -> None:
    """The file that ships is in our own form: its lines are those that we write."""
    path = Path(tipdata.__file__).parent / "data" / "central-asia-2021.jsonl"
    shipped = path.read_text(encoding="utf-8").splitlines()
    assert jsonl.dumps(jsonl.load(path)).splitlines()[1:] == shipped


@pytest.mark.parametrize("version", [1, 2])
def test_every_version_stays_readable(version: int) -> None:
    """The bytes that a version wrote are read alike in each format, with every kind it had."""
    name = f"version-{version}"
    dataset = json.load(PINNED / f"{name}.json")
    missing = {Designation} if version == 1 else set[type]()
    assert {type(record) for record in dataset} == {*CLASSES.values()} - missing
    assert jsonl.load(PINNED / f"{name}.jsonl") == dataset
    assert [*jsonl.iterate(PINNED / f"{name}.jsonl")] == [*dataset]
    assert package.load(PINNED / name) == dataset
    for verify in (True, False):
        assert package.loads(zipped(PINNED / name), verify=verify) == dataset
    if version > 1:  # the first that has workbooks
        assert workbook.load(PINNED / f"{name}.xlsx") == dataset


def zipped(folder: Path) -> bytes:
    """Return a folder as a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for path in folder.iterdir():
            file.write(path, path.name)
    return data.getvalue()


def test_version_2_is_what_version_1_says_and_more() -> None:
    """What version 1 did not know is unknown, empty or false in its records, and all else is kept."""
    old, new = (json.load(PINNED / f"version-{version}.json") for version in (1, 2))
    acts = new.designations
    assert len({(act.country, act.year) for act in acts}) < len(acts)
    difference = old.diff(new)
    assert difference.added == acts
    assert not difference.removed
    names = {"identifiers"}
    assert {type(one.before): {*one.fields} for one in difference.changed} == {
        Campaign: names,
        Edition: {"counts"},
        Person: names,
        Project: names | {"budgets"},
        Source: {"family", "weak"},
    }
    for found in (old.people, old.projects, old.campaigns):
        assert not any(one.identifiers for one in found)
    ((budget,), (edition,), (source,)) = (old.projects[0].budgets, old.editions, old.sources)
    assert (budget.period, budget.value_date) == (None, None)
    assert set(attrs.asdict(edition.counts).values()) == {None, ""}
    assert (source.family, source.weak) == ("", False)


def test_the_newest_version_is_written() -> None:
    """What is written is the pinned bytes of the newest version, from records of any version."""
    name = "version-2"
    dataset = json.load(PINNED / f"{name}.json")
    said = f'"{tipdata.data_version}"'
    for module, suffix in ((json, "json"), (jsonl, "jsonl")):
        written = module.dumps(dataset).replace(said, '"2025.2"')
        assert written == (PINNED / f"{name}.{suffix}").read_text(encoding="utf-8")
    for file in (PINNED / name).iterdir():
        packed = package_file(dataset, file.name).replace(said.encode(), b'"2025.2"')
        assert packed == file.read_bytes()
    old = json.load(PINNED / "version-1.json")
    for text in (json.dumps(old), jsonl.dumps(old), package_file(old, "datapackage.json").decode()):
        assert '"schema_version": 2' in text


def test_lines_without_a_header_are_of_any_version() -> None:
    """Lines of an older version are read without their header, and a later header changes it."""
    old, new = ((PINNED / f"version-{n}.jsonl").read_text(encoding="utf-8") for n in (1, 2))
    for text in (old, new):
        assert jsonl.loads(text.partition("\n")[2]) == jsonl.loads(text)
    assert [*jsonl.iterate(io.StringIO(old + new))] == [*jsonl.loads(old), *jsonl.loads(new)]


def test_a_current_file_costs_no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the newest version is read without any migration, in every format."""
    dataset = json.load(PINNED / "version-2.json")
    monkeypatch.setattr("tipdata._wire.versions.MIGRATIONS", {1: None})
    assert json.loads(json.dumps(dataset)) == dataset
    assert jsonl.loads(jsonl.dumps(dataset)) == dataset
    assert package.loads(package.dumps(dataset)) == dataset
    with pytest.raises(TypeError):
        json.load(PINNED / "version-1.json")
    with pytest.raises(TypeError):  # without its header, a file is of version 1
        jsonl.loads(jsonl.dumps(dataset).partition("\n")[2])


@pytest.mark.parametrize("counts", ["null", "5", "[]", '{"tier_1": 1, "tier_1": 2}', '{"x": 1}'])
def test_what_an_older_file_has_wrong_is_explained_alike(counts: str) -> None:
    """A fault in what a migration touches is the same problem as in a file of today."""
    found: list[object] = []
    for version in (1, 2):
        head = f'{{"type": "header", "schema_version": {version}}}\n'
        line = f'{head}{{"type": "edition", "year": 2021, "counts": {counts}}}'
        listed = (
            f'{{"schema_version": {version}, "editions": [{{"year": 2021, "counts": {counts}}}]}}'
        )
        found.append([outcome(lambda: jsonl.loads(line)), outcome(lambda: json.loads(listed))])  # noqa: B023
    assert found[0] == found[1]
    assert not any(isinstance(one, Dataset) for one in found)


def package_file(dataset: Dataset, name: str) -> bytes:
    """Return one file of a package."""
    with zipfile.ZipFile(io.BytesIO(package.dumps(dataset))) as file:
        return file.read(name)


@pytest.mark.parametrize(
    "name", ["a.json", "a.jsonl", "a.ndjson", "a.zip", "a.xlsx", "a", "A.JSON"]
)
def test_the_suffix_says_the_format(name: str, tmp_path: Path) -> None:
    """`tipdata.write` and `tipdata.read` go by the name of the file."""
    tipdata.write(STORY, tmp_path / name)
    assert tipdata.read(tmp_path / name, sound=True) == STORY
    tipdata.write(SMALL, str(tmp_path / name))
    assert tipdata.read(str(tmp_path / name)) == SMALL
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_without_a_format_is_refused(tmp_path: Path) -> None:
    """A suffix that says nothing, and what is no path, are refused with what would be right."""
    with pytest.raises(InvalidValueError, match=r"ends in \.json, \.jsonl"):
        tipdata.write(STORY, tmp_path / "a.docx")
    with pytest.raises(InvalidValueError, match="or a folder"):
        tipdata.read(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="a Dataset or a TierRecord"):
        tipdata.write([1], tmp_path / "a.json")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="a path or an open file"):
        json.load(5)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        tipdata.read(tmp_path / "nothing")


OWN = tipdata.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
REGISTRY = tipdata.countries.default().with_countries(OWN)
OF_OWN_COUNTRY: dict[str, Record] = {
    "organization": Organization(id="a", name="A", country="XSL"),
    "assessment": Assessment(country="XSL", year=2021, tier="Tier 2"),
    "designation": Designation(
        country="XSL", year=2021, kind="child soldiers list", outcome="listed", source="page"
    ),
    "campaign": Campaign(id="a", title="A", countries=("KAZ", "XSL")),
    "project": Project(id="a", title="A", countries=(ProjectCountry(country="XSL"),)),
}


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".zip", ".xlsx", ""])
@pytest.mark.parametrize("record", OF_OWN_COUNTRY)
def test_what_no_reader_would_accept_is_not_written(
    record: str, suffix: str, tmp_path: Path
) -> None:
    """A code that nobody knows is refused with its record; the registry or the set may know it."""
    one = OF_OWN_COUNTRY[record]
    dataset, path = Dataset.from_records([one]), tmp_path / f"a{suffix}"
    with pytest.raises(FormatError) as refused:
        tipdata.write(dataset, path)
    assert [(p.code, p.value, p.records) for p in refused.value.problems] == [
        ("unknown-country", "'XSL'", (one,))
    ]
    checked = [p.path for p in tipdata.check(dataset) if p.code == "unknown-country"]
    assert [p.path for p in refused.value.problems] == checked
    assert not [*tmp_path.iterdir()]
    tipdata.write(dataset, path, registry=REGISTRY)
    assert tipdata.read(path, registry=REGISTRY) == dataset
    with pytest.raises(FormatError):
        tipdata.read(path)
    whole = dataset.with_records(OWN)
    tipdata.write(whole, path)
    assert tipdata.read(path) == whole


@settings(max_examples=20)
@given(datasets(), st.sampled_from(["KAZ", "XSL", "XKX", "QQQ"]))
def test_what_is_written_is_read(dataset: Dataset, code: str) -> None:
    """A dataset is written if and only if all codes in it are known, and is then read back."""
    body = Organization(id="a-body-of-its-own", name="A", country=code)
    changed = Dataset.from_records([*(one for one in dataset if one != body), body])
    lost = [one for one in tipdata.check(changed) if one.code == "unknown-country"]
    if not lost:
        assert json.loads(json.dumps(changed)) == changed
        return
    with pytest.raises(FormatError) as refused:
        json.dumps(changed)
    assert [p.path for p in refused.value.problems] == [p.path for p in lost]


WRITERS: dict[str, Callable[[Dataset], str | bytes]] = {
    ".json": json.dumps,
    ".jsonl": jsonl.dumps,
    ".zip": package.dumps,
    ".xlsx": workbook.dumps,
}
NAMED = {".json": "JSON", ".jsonl": "JSON Lines", ".zip": "a package", ".xlsx": "a workbook"}


@pytest.mark.parametrize("dataset", [STORY, SMALL], ids=["story", "small"])
@pytest.mark.parametrize("asked", WRITERS)
@pytest.mark.parametrize("given", WRITERS)
def test_a_file_of_another_format_is_named(
    given: str, asked: str, dataset: Dataset, tmp_path: Path
) -> None:
    """What is of another format than its name says is one problem, which names the right one."""
    data = WRITERS[given](dataset)
    data = data if isinstance(data, bytes) else data.encode()
    file, right = tmp_path / f"a{asked}", tmp_path / f"b{given}"
    for text in {
        data,
        data.replace(b"\n", b" ") if given == ".json" else b"\n" * (given == ".jsonl") + data,
    }:
        file.write_bytes(text)
        right.write_bytes(text)
        assert tipdata.read(right) == dataset
        found = outcome(lambda: tipdata.read(file))
        if given == asked:
            assert found == dataset
            continue
        assert not isinstance(found, Dataset)
        assert [one.code for one in found] == ["wrong-format"]
        assert found[0].message == f"this is {NAMED[given]}"
        modules = {".json": json, ".jsonl": jsonl, ".zip": package, ".xlsx": workbook}
        module = modules[given].__name__
        assert f"{NAMED[given]} is for {module}, or a file named {given}" in found[0].expected
    if (given, asked) == (".json", ".jsonl"):
        assert outcome(lambda: Dataset.from_records(jsonl.iterate(file))) == found


NEIGHBOURS: dict[str, tuple[str, str]] = {
    "FollowTheMoney": (followthemoney.dumps(STORY).text, "tipdata.formats.followthemoney"),
    "JSON-LD": (jsonld.dumps(STORY).text, "tipdata.formats.jsonld, which writes it and does not"),
    "Popolo": (popolo.dumps(STORY).text, "tipdata.formats.popolo"),
}
READERS: dict[str, Callable[[str], Dataset]] = {
    "JSON": json.loads,
    "JSON Lines": jsonl.loads,
    "a package": lambda text: package.loads(text.encode()),
    "a workbook": lambda text: workbook.loads(text.encode()),
    "FollowTheMoney": lambda text: followthemoney.loads(text).dataset,
    "Popolo": lambda text: popolo.loads(text).dataset,
}


@pytest.mark.parametrize("asked", READERS)
@pytest.mark.parametrize("given", NEIGHBOURS)
def test_a_document_of_another_standard_is_named(given: str, asked: str) -> None:
    """What another standard has is one problem to each reader but its own, naming its module."""
    text, module = NEIGHBOURS[given]
    found = outcome(lambda: READERS[asked](text))
    if given == asked:
        assert isinstance(found, Dataset)
        return
    assert not isinstance(found, Dataset)
    assert [(one.code, one.message) for one in found] == [("wrong-format", f"this is {given}")]
    assert f"{given} is for {module}" in found[0].expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.xls", "tipdata.frames.from_frame(pandas.read_excel("),
        ("a.xls", "save the workbook as .xlsx in your spreadsheet program"),
        ("a.ods", "save the workbook as .xlsx in your spreadsheet program"),
        ("a.xlsm", "did you mean '.xlsx'?"),
        ("a.CSV", "tipdata.frames.from_frame(pandas.read_csv("),
        ("a.parquet", "tipdata.frames.from_frame(pandas.read_parquet("),
        ("a.jsn", "did you mean '.json'?"),
        ("a.jsonlines", "did you mean '.jsonl'?"),
        ("a.tar.gz", "a name that ends in .json"),
        ("p/datapackage.json", "did you mean 'p'?"),
    ],
)
def test_what_can_be_read_instead_is_said(name: str, hint: str) -> None:
    """A file of another program is refused with what reads it; writing offers no such thing."""
    with pytest.raises(InvalidValueError, match=re.escape(hint)):
        tipdata.read(name)
    if "datapackage" not in name:
        with pytest.raises(InvalidValueError, match="a name that ends in") as caught:
            tipdata.write(STORY, name)
        assert "pandas" not in str(caught.value)


def test_every_code_is_documented() -> None:
    """The page of problems lists each code that a file can have, and no other."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"
    section = page.read_text(encoding="utf-8").partition("## In a file")[2]
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE)) == set(CODES)


IN_KENYA = Dataset(organizations=[Organization(id="one", name="One", country="KEN")])


def package_with(word: str) -> bytes:
    """Return a package whose organization has this word for a country."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in ("datapackage.json", *(f"{plural}.csv" for plural in PLURALS.values())):
            file.writestr(name, package_file(IN_KENYA, name).replace(b"KEN", word.encode()))
    return data.getvalue()


READ_WITH: dict[str, Callable[[str], Dataset]] = {
    "JSON": lambda word: json.loads(json.dumps(IN_KENYA).replace("KEN", word)),
    "JSON Lines": lambda word: jsonl.loads(jsonl.dumps(IN_KENYA).replace("KEN", word)),
    "a package": lambda word: package.loads(package_with(word), verify=False),
    "a workbook": lambda word: workbook.loads(
        changed(put("organizations!D2", word), dataset=IN_KENYA)
    ),
}


@pytest.mark.parametrize("word", ["NA", " na "])
@pytest.mark.parametrize("read", READ_WITH.values(), ids=READ_WITH)
def test_na_is_never_namibia(read: Callable[[str], Dataset], word: str) -> None:
    """NA, which R writes for a missing code, is refused without a suggestion of Namibia."""
    assert read("KGZ").organizations[0].country == "KGZ"
    with pytest.raises(FormatError) as caught:
        read(word)
    (problem,) = caught.value.problems
    assert (problem.value, problem.suggestion) == (repr(word), "")
