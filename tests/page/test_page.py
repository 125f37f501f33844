"""The explorer page as a file: what it holds, and that nothing in it can act."""

import base64
import hashlib
import html.parser
import itertools
import json
import os
import re
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
import oracle
import tipdata
from tipdata import Edition, Tier, TierRecord, page
from tipdata._tables import palette
from tipdata.cli import main
from tipdata.countries.folding import fold
from tipdata.dates import PartialDate
from tipdata.records.editions import OfficialCounts
from tipdata.typing import Direction

TIP = tipdata.load()
YEARS = [edition.year for edition in TIP.editions]
PAGE = page.render()


class Reader(html.parser.HTMLParser):
    """Reads a page as a browser does: its elements in order, and its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep what scripts and styles hold."""
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag in ("script", "style"):
            self.texts.setdefault(attributes.get("id") or tag, data)


def data_of(text: str) -> Any:
    """Return the record that a page holds."""
    return json.loads(Reader(text).texts["record"])


DATA = data_of(PAGE)
COUNTRIES: dict[str, Any] = {country["code"]: country for country in DATA["countries"]}
TIER_SIGNS = {one["sign"]: one["label"] for one in DATA["signs"]["tiers"]}
LEVEL_SIGNS = {one["sign"]: one["label"] for one in DATA["signs"]["evidence"]}
MOVE_SIGNS: dict[str, Direction] = {one["sign"]: one["id"] for one in DATA["signs"]["moves"]}


def test_the_page_is_small() -> None:
    """All of the packaged record is less than 1 MB, in one file."""
    assert len(PAGE.encode()) < 1_000_000


def test_the_page_loads_nothing() -> None:
    """No element, style or script of the page asks for anything beyond the page."""
    reader = Reader(PAGE)
    for _, attributes in reader.elements:
        asks = {"src", "srcset", "href", "action", "data", "poster", "background", "ping", "style"}
        assert {name: attributes[name] for name in asks & set(attributes)} in (
            {},
            {"href": "#grid"},
        )
        assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(|@import|image-set", reader.texts["style"])
    calls = r"fetch|XMLHttpRequest|import\s*\(|sendBeacon|WebSocket|EventSource|innerHTML|eval\b"
    assert not re.search(calls, reader.texts["script"])


def test_every_part_of_the_script_is_in_the_page() -> None:
    """No file beside the template is forgotten, and the script has no end of itself in it."""
    reader = Reader(PAGE)
    for name, suffix in (("script", ".js"), ("style", ".css")):
        parts = [p for p in files("tipdata.page").iterdir() if p.name.endswith(suffix)]
        assert parts
        assert all(part.read_text("utf-8") in reader.texts[name] for part in parts)
        assert "</" not in reader.texts[name]


def test_the_policy_allows_this_script_and_style_alone() -> None:
    """The policy forbids all loading, and names the sums of the one script and the one style."""
    reader = Reader(PAGE)
    policies = [a["content"] or "" for _, a in reader.elements if "http-equiv" in a]
    for name in ("script", "style"):
        digest = hashlib.sha256(reader.texts[name].encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policies[0]
    assert policies[0].startswith("default-src 'none'; ")
    assert "unsafe" not in policies[0]


def test_every_cell_is_that_of_the_raw_table() -> None:
    """Tier, evidence, official text and families of every cell are those of the data file."""
    rows = {(row["country"], int(row["year"])): row for row in oracle.table("assessments.tsv")}
    short = {tier.value: tier.short for tier in Tier}
    official = {"yes": "y", "next": "n", "no": "-"}
    assert set(COUNTRIES) == {code for code, _ in rows}
    assert DATA["years"] == YEARS
    for code, (i, year) in itertools.product(COUNTRIES, enumerate(YEARS)):
        country, row = COUNTRIES[code], rows.get((code, year))
        label = TIER_SIGNS[country["tiers"][i]]
        if row is None:
            exists = TIP.registry.get(code).span.overlaps(PartialDate(year))
            assert label == ("not in the report" if exists else "no such state")
            assert country["evidence"][i] == country["official"][i] == " "
        else:
            assert short[label] == row["tier"]
            assert LEVEL_SIGNS[country["evidence"][i]] == row["evidence"]
            assert country["official"][i] == official[row["official"]]
            assert country["families"][i] == int(row["families"])


def test_every_move_is_one_of_the_library() -> None:
    """The sign of a move is the direction that `changes` gives, in all editions."""
    for i, year in enumerate(YEARS[1:], start=1):
        changes = TIP.changes(year)
        expected = {c.country.alpha_3: c.direction for c in (*changes, *changes.unchanged)}
        moves = {code: country["moves"][i] for code, country in COUNTRIES.items()}
        assert {code: MOVE_SIGNS[sign] for code, sign in moves.items() if sign != " "} == expected


@pytest.mark.parametrize(
    "record", [TIP, TIP.where(bureau="SCA", since=2019, tiers=(Tier.TIER_2, Tier.TIER_3))]
)
def test_each_edition_has_the_summary_of_the_library(record: TierRecord) -> None:
    """Titles are those of `changes`, and a selection names what it cannot compare, once it can."""
    first, *others = data_of(page.render(record))["summaries"]
    assert first["title"].startswith(f"{record.years[0]}: no edition before {record.years[0]} ")
    for year, found in zip(record.years[1:], others, strict=True):
        changes = record.changes(year)
        assert found["title"] == str(changes).partition("\n")[0]
        assert found.get("skipped", []) == [country.alpha_3 for country in changes.skipped]


def test_a_tier_has_its_rank() -> None:
    """The signs have the ranks by which rows are sorted; special cases and absences have none."""
    ranks = {one["label"]: one["rank"] for one in DATA["signs"]["tiers"]}
    known = {tier.value: tier.rank for tier in Tier}
    assert ranks == {label: known.get(label) for label in ranks}
    assert set(known) < set(ranks)


def test_texts_are_those_of_the_library() -> None:
    """Changes, spells and outlooks are in the words of the library, for every country."""
    outlooks = {country.alpha_3: outlook for country, outlook in TIP.outlooks()}
    for code, country in COUNTRIES.items():
        series = TIP.series(code)
        assert country["changes"] == [str(change) for change in series.changes()]
        assert country["spells"] == [str(spell) for spell in series.spells()]
        if code in outlooks:
            assert country["outlook"] == [outlooks[code].verdict, str(outlooks[code])]
        else:
            assert country["noOutlook"] == "None: not in the 2025 report."
        assert country["names"] == sorted(
            {form.straight for name in TIP.registry.get(code).spellings if (form := fold(name))}
        )


def test_claims_are_those_of_the_library() -> None:
    """Who says so, allows it or says otherwise is what `evidence` prints, for every placement."""
    sayings, sources = DATA["sayings"], DATA["sources"]
    for assessment in TIP.assessments:
        found = TIP.evidence(assessment.country, assessment.year)
        country = COUNTRIES[assessment.country]
        said: dict[str, list[str]] = defaultdict(list)
        for number in country["claims"][YEARS.index(assessment.year)]:
            saying = sayings[number % len(sayings)]
            source = sources[number // len(sayings)]
            said[saying["side"]].append(f"  {saying['text']}: {source}")
        about = country["about"].get(str(assessment.year), [])
        lines = [text for text in about if text.startswith("note: ")]
        for title, side in (
            ("says so:", "for"),
            ("does not distinguish:", "either"),
            ("says otherwise:", "against"),
        ):
            lines += [title, *said[side]] if said[side] else []
        lines += [text for text in about if text.startswith("settled: ")]
        assert lines == str(found).split("\n")[1:]


ACT_WORDS = {
    "watch list waiver": "Kept on the Watch List by waiver",
    "child soldiers list": "On the list of the Child Soldiers Prevention Act",
    "tier 3 restriction": "Restriction on Tier 3 governments: ",
}


def test_acts_are_those_of_the_raw_table() -> None:
    """Every country has the acts of the data file in every edition, each outcome with its source."""
    sources = {source.id: str(source) for source in TIP.sources}
    expected: dict[Any, set[str]] = defaultdict(set)
    for row in oracle.table("designations.tsv"):
        key = row["country"], row["year"], row["kind"], sources[row["source"]]
        expected[key].add(row["outcome"] if row["kind"] == "tier 3 restriction" else "")
    deeds, found = DATA["acts"]["deeds"], {}
    for code, country in COUNTRIES.items():
        for year, numbers in country.get("acts", {}).items():
            for number in numbers:
                words, kind = deeds[number % len(deeds)]
                assert words.startswith(ACT_WORDS[kind])
                outcomes = words.removeprefix(ACT_WORDS[kind]).partition(" (the government")[0]
                key = code, year, kind, DATA["sources"][number // len(deeds)]
                assert key not in found
                found[key] = set(outcomes.split("; "))
    assert found == expected
    assert sum(map(len, found.values())) == len(TIP.acts.designations) == 523
    twice = {key[:2] for key, outcomes in found.items() if len(outcomes) > 1}
    assert len(twice) == 13
    assert ("CUB", "2020") in twice


def test_the_outcomes_of_an_act_are_in_order() -> None:
    """A restriction comes before what is waived of it."""
    words = [words for words, _ in DATA["acts"]["deeds"]]
    assert ACT_WORDS["tier 3 restriction"] + "restricted; partial waiver" in words
    assert not any("waiver; restricted" in text for text in words)


def test_an_unknown_act_is_not_a_no() -> None:
    """The note names exactly the complete lists, and each list that is not has its remark."""
    complete: dict[str, set[int]] = defaultdict(set)
    remarks: dict[str, dict[str, str]] = {kind: {} for kind in ACT_WORDS}
    for row in oracle.table("designation_coverage.tsv"):
        if row["coverage"] == "complete":
            complete[row["kind"]].add(int(row["year"]))
        elif row["remark"]:
            remarks[row["kind"]][row["year"]] = row["remark"]
    note, _, lists = DATA["acts"]["note"].partition(" Complete lists: ")
    assert note.endswith("was not named if the list is complete, and otherwise that is unknown.")
    named = {}
    for kind, text in zip(ACT_WORDS, lists.removesuffix(".").split("; "), strict=True):
        runs = [run.split("-") for run in text.partition(": ")[2].split(", ")]
        named[kind] = {year for run in runs for year in range(int(run[0]), int(run[-1]) + 1)}
    assert [text.partition(":")[0] for text in lists.split("; ")] == [
        "Watch List waivers",
        "Child Soldiers Prevention Act",
        "Tier 3 restrictions",
    ]
    assert named == complete
    assert DATA["acts"]["remarks"] == remarks


def test_acts_are_those_of_the_record() -> None:
    """A selection shows its own acts and complete lists, and a record without acts shows none."""
    asia = TIP.where(bureau="SCA", since=2020)
    data = data_of(page.render(asia))
    shown = {(c["code"], int(year)) for c in data["countries"] for year in c.get("acts", {})}
    assert shown == {(one.country, one.year) for one in asia.designations()} != set()
    assert "Tier 3 restrictions: none." in data["acts"]["note"]
    france = data_of(page.render(TIP.where(countries="France", since=2018, until=2018)))
    assert france["acts"]["deeds"] == []
    assert "Watch List waivers: 2018;" in france["acts"]["note"]
    bare = data_of(page.render(TierRecord.from_rows([("CUB", 2018, "Tier 2 Watch List")])))
    assert bare["acts"] is None
    assert "acts" not in bare["countries"][0]


def test_the_evidence_table_is_that_of_the_raw_table() -> None:
    """Each edition and tier has the counts of the data file, by level and of official texts."""
    levels = ("corroborated", "single", "derived")
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in oracle.table("assessments.tsv"):
        counts[int(row["year"]), row["tier"]].update(
            {row["evidence"]: 1, "official": row["official"] == "yes"}
        )
    rows = DATA["known"]["rows"]
    assert [one["id"] for one in DATA["signs"]["evidence"]] == list(levels)
    assert {(year, tier): numbers for year, tier, *numbers in rows} == {
        cell: [found[name] for name in (*levels, "official")] for cell, found in counts.items()
    }
    assert [sum(row[n] for row in rows) for n in (2, 3, 4, 5)] == [3410, 807, 22, 1719]
    order = [tier.short for tier in sorted(Tier, key=lambda tier: tier.rank or 5)]
    assert rows == sorted(rows, key=lambda row: (row[0], order.index(row[1])))


def test_each_level_is_explained() -> None:
    """Every level that a record has comes with a sentence, and so does an official text."""
    own = data_of(page.render(TierRecord.from_rows([("KGZ", 2021, "Tier 2")])))
    for data in (DATA, own):
        texts = [one["means"] for one in data["signs"]["evidence"]]
        assert all(text.endswith(".") for text in (*texts, data["known"]["official"]))
    assert [one["id"] for one in own["signs"]["evidence"]] == ["unverified"]
    assert own["known"]["rows"] == [[2021, "2", 1, 0]]


def test_figures_that_are_not_met_are_those_of_the_library() -> None:
    """Each published figure that the placements do not give is there, with source and remark."""
    figures = TIP.published_figures()
    shown = DATA["known"]["figures"]
    assert [[row[0], *row[2:]] for row in shown["rows"]] == [
        [one.year, one.published, one.counted, one.source, one.remark] for one in figures.differing
    ]
    words = {one.figure: row[1] for one, row in zip(figures.differing, shown["rows"], strict=True)}
    assert words == {
        "special_case": "special cases",
        "covered": "countries in the report",
        "upgrades": "upgrades",
        "downgrades": "downgrades",
        "waivers": "waivers of the Watch List limit",
    }
    unsettled = [row[1] for row in shown["rows"] if row[0] == 2019 and "Not settled" in row[5]]
    assert unsettled == ["upgrades", "downgrades"]
    met = sum(one.counted == one.published for one in figures)
    assert f"give {met} of the {met + len(shown['rows'])} published" in shown["said"]
    assert data_of(page.render(TIP.where(since=2020)))["known"]["figures"] is None


def test_figures_that_are_all_met_need_no_list() -> None:
    """A record whose placements give every published figure says so."""
    editions = [Edition(year=2021, counts=OfficialCounts(tier_2=1))]
    record = TierRecord.from_rows([("KGZ", 2021, "Tier 2")], editions=editions)
    figures = data_of(page.render(record))["known"]["figures"]
    said = "The placements give 1 of the 1 published figures that can be counted."
    assert figures == {"said": said, "rows": []}


def test_an_amended_placement_says_so() -> None:
    """Swaziland's move in September 2009 is reported beside the tier as published."""
    assert COUNTRIES["SWZ"]["about"]["2009"][-1].startswith("amended after release: ")


def test_names_over_time_and_successions_are_listed() -> None:
    """A renamed country has its names with their reports, and a state its predecessors and successors."""
    assert COUNTRIES["SWZ"]["called"] == [
        "Swaziland, in reports until 2018",
        "Eswatini, in reports from 2019",
    ]
    assert ["Serbia succeeded it (2006-06, dissolution)", "SRB"] in COUNTRIES["SCG"]["related"]
    assert ["separated from Sudan (2011-07-09, separation)", "SDN"] in COUNTRIES["SSD"]["related"]


def test_the_same_record_gives_the_same_page() -> None:
    """A page has no time or chance in it."""
    assert page.render(TIP) == PAGE


def test_a_selection_is_a_page_of_its_own() -> None:
    """Left-out placements are distinguished from absences, and so are outlooks that need them."""
    asia = TIP.where(bureau="SCA", since=2020, tiers=(Tier.TIER_2, Tier.TIER_3))
    data = data_of(page.render(asia))
    kyrgyz = next(country for country in data["countries"] if country["code"] == "KGZ")
    assert data["years"] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert kyrgyz["tiers"] == "?222??"
    legends = [[one["label"] for one in found["signs"]["tiers"]] for found in (DATA, data)]
    assert [legend.count("left out of this selection") for legend in legends] == [0, 1]
    assert kyrgyz["noOutlook"].startswith("Not known: ")
    assert "as published; a selection, which leaves out" in page.render(asia)


@pytest.mark.parametrize("version", tipdata.data_versions())
def test_a_page_names_the_version_of_its_data(version: str) -> None:
    """Each packaged version has its name on its page."""
    record = tipdata.load(data_version=version)
    assert f"The data {version} of tipdata, as published." in page.render(record)


def test_an_empty_record_is_a_page() -> None:
    """A record without editions gives a page without rows."""
    data = data_of(page.render(TierRecord.from_rows([])))
    assert data["countries"] == data["years"] == []


def test_hostile_texts_stay_texts() -> None:
    """Names and titles that look like markup leave the page's elements as they are."""
    plain, nasty = (Reader(page.render(hostile.record(text))) for text in ("Plain", hostile.TEXT))
    assert nasty.elements == plain.elements
    country = json.loads(nasty.texts["record"])["countries"][0]
    assert country["label"] == hostile.TEXT
    for part in ("acts", "known", "sources"):
        assert hostile.TEXT in json.dumps(json.loads(nasty.texts["record"])[part])
    assert nasty.texts["script"] == plain.texts["script"]


@given(st.text())
def test_no_text_can_end_the_data(text: str) -> None:
    """Whatever a text holds, the data has no sign that HTML reads, and reads back equal."""
    written = page._as_json([text])
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == [text]


def test_writing_replaces_the_file_or_leaves_it(tmp_path: Path) -> None:
    """`write` puts the page in place of an old file; when it cannot, it says which and leaves all."""
    target = tmp_path / "out.html"
    target.write_text("old", encoding="utf-8")
    page.write(target)
    assert target.read_text(encoding="utf-8") == PAGE
    with pytest.raises(FileNotFoundError, match=r"nowhere/out\.html"):
        page.write(tmp_path / "nowhere" / "out.html")
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError, match="folder"):
        page.write(tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "out.html"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_writing_keeps_permissions_and_links(tmp_path: Path) -> None:
    """A new file has the mode that new files get, an old one keeps its own, and links stay links."""
    usual, new, link = tmp_path / "usual", tmp_path / "new.html", tmp_path / "link.html"
    usual.touch()
    page.write(new)
    assert new.stat().st_mode == usual.stat().st_mode
    new.chmod(0o600)
    link.symlink_to(new)
    page.write(link)
    assert link.is_symlink()
    assert new.stat().st_mode & 0o777 == 0o600


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`tipdata page FILE` writes what `render` returns; where it cannot, it says so in one line."""
    target = tmp_path / "out.html"
    assert main(["page", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == PAGE
    assert capsys.readouterr().out.startswith(f"wrote {target} (")
    assert main(["page", str(tmp_path / "no" / "out.html")]) == 2
    assert capsys.readouterr().err.endswith("out.html: No such file or directory\n")


# Severe protanopia, deuteranopia and tritanopia: Machado, Oliveira and
# Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009, table 1.
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no medium cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no short cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    """Return the light of a colour, for red, green and blue."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(light: list[float]) -> list[float]:
    """Return a colour in CIE L*a*b*, where distance is difference to the eye."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def test_the_palette_has_every_tier_with_its_label() -> None:
    """Each tier has a fill, which carries its short label."""
    assert {label: fill.label for label, fill in palette.TIER_FILLS.items()} == {
        tier.value: tier.short for tier in Tier
    }


def test_texts_on_the_palette_can_be_read() -> None:
    """Text on every fill has the contrast of WCAG AA, 4.5 to 1."""
    others = (
        palette.NOT_IN_REPORT,
        palette.NOT_A_STATE,
        palette.DARK_NOT_IN_REPORT,
        palette.DARK_NOT_A_STATE,
    )
    for fill in (*palette.TIER_FILLS.values(), *others):
        weights = (0.2126, 0.7152, 0.0722)
        lights = sorted(
            sum(w * part for w, part in zip(weights, linear(colour), strict=True))
            for colour in (fill.colour, fill.text)
        )
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, fill


@pytest.mark.parametrize("sight", SIGHTS)
def test_tiers_stay_apart_for_every_eye(sight: str) -> None:
    """Without one kind of cone, any two tiers still differ by ten times what an eye can tell."""
    seen = {
        short: lab(
            [
                sum(a * part for a, part in zip(row, linear(fill.colour), strict=True))
                for row in SIGHTS[sight]
            ]
        )
        for short, fill in palette.TIER_FILLS.items()
    }
    for one, other in itertools.combinations(seen, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert distance > 23, (one, other)
