"""The packaged story of Central Asia in 2021."""

import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

import tipdata
from tipdata import Reach, Tier
from tipdata import data as _packaged
from tipdata.dataset.kinds import KINDS, Record, label, name_of
from tipdata.dates import PartialDate, Period
from tipdata.errors import UnknownDatasetError
from tipdata.records.sources import Source

ROOT = Path(__file__).parents[2]
STORY = tipdata.load("central-asia-2021")
LINES = _packaged.read_text("central-asia-2021.jsonl").splitlines()
TOLD = {(line["type"], line["id"]) for line in map(json.loads, LINES)}
PAGE = (ROOT / "docs" / "explanation" / "central-asia.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("|---|---|---|---|---|---|\n")[2].partition("\n\n")[0].splitlines()


def plain(value: Any) -> Any:
    """Return what a field holds as JSON has it, written anew and naively."""
    if isinstance(value, (PartialDate, Period)):
        return str(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if attrs.has(type(value)):
        return {
            field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))
        }
    return value


def test_the_file_is_in_canonical_form() -> None:
    """Each line is one record: every field, keys sorted; lines are by kind and id."""
    records: list[Record] = [r for r in STORY if name_of(r) in TOLD]
    written = [
        json.dumps(
            {"type": (name_of(r) or ("",))[0], **plain(r)}, sort_keys=True, ensure_ascii=False
        )
        for r in records
    ]
    assert written == LINES
    assert [KINDS.index(json.loads(line)["type"]) for line in LINES] == sorted(
        KINDS.index(json.loads(line)["type"]) for line in LINES
    )


def test_every_fact_has_its_source() -> None:
    """Every record of the story names a source, and every source of it is named by a record."""
    for record in STORY:
        if name_of(record) in TOLD and not isinstance(record, Source):
            assert getattr(record, "sources", None) or getattr(record, "source", None), record
    assert all(STORY.referrers(source) for source in STORY.sources)
    assert all(source.title and (source.address or source.remarks) for source in STORY.sources)


def test_placements_are_those_of_the_record() -> None:
    """The tiers of the five countries are the main record's, with their sources, and no others."""
    tip = tipdata.load()
    codes = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    assert STORY.assessments == tuple(a for a in tip.assessments if a.country in codes)
    assert {c.alpha_3 for c in STORY.countries} == codes
    rose = {c.country.alpha_3 for c in STORY.tiers.changes(2021).upgrades}
    assert rose == {"KAZ", "KGZ", "UZB"}
    assert {STORY.assessment(code, 2021).tier for code in rose} == {Tier.TIER_2}
    assert {STORY.assessment(code, 2020).tier for code in rose} == {Tier.TIER_2_WATCH_LIST}


def test_two_organizations_of_like_names_stay_two() -> None:
    """Istiqlol Avlodi and Istiqbolli Avlod share no name, person or campaign."""
    one, other = (STORY.organization(key) for key in ("istiqlol-avlodi", "istiqbolli-avlod"))
    assert not {one.name, *map(str, one.other_names)} & {other.name, *map(str, other.other_names)}
    deeds = [{name_of(r) for r in STORY.referrers(body)} for body in (one, other)]
    assert not deeds[0] & deeds[1]


def test_the_story_is_told() -> None:
    """Who leads which partner, who was honoured, whom the campaign reached, what was said."""
    leaders = {p.name: p.affiliations[0].organization for p in STORY.people}
    assert leaders["Shakhnoza Khassanova"] == "sana-sezim"
    assert leaders["Nurzhan Tulegabylova"] == "el-agartuu"
    assert leaders["Nazifa Kamalova"] == "istiqlol-avlodi"
    honours = {p.id: h.edition for p in STORY.people for h in p.honours}
    assert honours == {
        "nodira-karimova": 2006,
        "nina-balabayeva": 2020,
        "shakhnoza-khassanova": 2021,
    }
    campaign = STORY.campaign("july-2021-on-services")
    assert campaign.reach is not None
    assert (campaign.reach.at_least, campaign.reach.highest) == (1_000_000, None)
    assert len(STORY.campaign("world-day-2021").partners) == 14
    smica = STORY.project("smica")
    assert smica.organizations("funding") == ("usaid",)
    assert smica.organizations("implementing") == ("winrock",)
    assert {(s.person, s.kind) for s in STORY.statements} == {
        ("nazifa-kamalova", "quoted"),
        ("shakhnoza-khassanova", "quoted"),
    }
    assert len(STORY.statements) == 2
    total = tipdata.total_reach(STORY.campaigns)
    assert total == Reach(at_least=1_000_000)


def test_the_answer_of_the_example_is_in_the_docs(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of the story shows what examples/who_helps.py prints."""
    code = (ROOT / "examples" / "who_helps.py").read_text(encoding="utf-8")
    exec(compile(code, "who_helps.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own
    shown = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert shown[1] == capsys.readouterr().out


def leaves(value: Any, path: list[str]) -> set[str]:
    """Return what a record holds at a path of fields, as strings; lists are entered."""
    if isinstance(value, list):
        return {leaf for part in value for leaf in leaves(part, path)}
    return leaves(value[path[0]], path[1:]) if path else {str(value)}


def test_every_sentence_of_the_notice_is_held() -> None:
    """The records that the page's table names exist, and hold the words shown."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TABLE]
    numbers = [int(number) for number, *_ in rows if number]
    assert numbers == list(range(1, 16))
    records = {label(name).replace("'", ""): r for r in STORY if (name := name_of(r))}
    for number, sentence, kind, written, path, words in rows:
        assert bool(number) == bool(sentence)
        held = leaves(plain(records[f"{kind} {written}"]), path.split("."))
        prose = path in {"description", "remarks", "text", "title"}
        assert words, written
        assert words in held or (prose and any(words in leaf for leaf in held)), (written, held)


def test_every_record_from_the_notice_is_in_the_table() -> None:
    """A record that names the notice as a source stands in the page's table."""
    shown = {tuple(cell.strip() for cell in line.split("|")[3:5]) for line in TABLE}
    notice = "winrock-exposure-notice-2021"
    told = {name_of(r) for r in STORY.referrers(STORY.source(notice))}
    assert told
    assert told <= shown


def test_packaged_sets_are_listed() -> None:
    """What is packaged is listed with counts and a version, and nothing else loads."""
    listed = tipdata.datasets()
    assert [one.name for one in listed] == ["tiers", "central-asia-2021"]
    assert listed[1].counts == {kind: n for kind, n in STORY.counts.items() if n}
    assert listed[0].counts["assessment"] == len(tipdata.load())
    assert {one.version for one in listed} == {tipdata.data_version}
    assert all(one.name in str(one) and one.columns()["records"] for one in listed)
    assert tipdata.load("central-asia-2021") is STORY
    assert tipdata.load("tiers") is tipdata.load()
    with pytest.raises(UnknownDatasetError, match="available: 'tiers', 'central-asia-2021'"):
        tipdata.load("central-asia")  # type: ignore[call-overload]
