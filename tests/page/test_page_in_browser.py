"""The explorer page in a real Chromium: filters, detail, permalinks, keyboard, reading aloud."""

import functools
import itertools
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import hostile
import tipdata
from browsers import DESKTOP, PHONE
from tipdata import Tier, TierRecord, page
from tipdata.analysis.watchlist import VERDICTS
from tipdata.countries.folding import sort_key
from tipdata.dates import PartialDate
from tipdata.errors import AmbiguousCountryError
from tipdata.records.assessments import EVIDENCE_MEANINGS
from tipdata.records.designations import OUTCOMES, Designation
from tipdata.tierrecord.evidence import Evidence
from tipdata.tierrecord.grading import EvidenceCount
from tipdata.typing import Direction, EvidenceLevel

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TIP = tipdata.load()
YEARS = [edition.year for edition in TIP.editions]
EVERYWHERE = {country.alpha_3 for country in TIP.countries}

# Sets the form as a user would, and returns the codes of the rows that are left, and the count.
SET_FORM = """(wanted) => {
  const form = document.getElementById("filters");
  for (const name of ["q", "edition", "change", "evidence", "bureau", "outlook"]) {
    form[name].value = wanted[name] ?? (name === "edition" ? "2025" : "");
  }
  for (const box of form.querySelectorAll("[name=tier]")) {
    box.checked = (wanted.tier ?? []).includes(box.value);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const rows = document.querySelectorAll("#grid tbody tr:not([hidden])");
  return [Array.from(rows, (row) => row.dataset.code), document.getElementById("count").textContent];
}"""
ROWS = "rows => rows.filter(row => row.offsetParent).map(row => row.dataset.code)"

Open = Callable[..., "Page"]


def rows_of(shown: "Page") -> set[str]:
    """Return the codes of the rows that can be seen."""
    found: list[str] = shown.eval_on_selector_all("#grid tbody tr", ROWS)
    return set(found)


@functools.cache
def on_tier(year: int, tier: str) -> set[str]:
    """Return the countries on a tier in one edition; "none" are the states that are not in it."""
    placements = TIP.placements(year)
    if tier == "none":
        states = {c.alpha_3 for c in TIP.countries if c.span.overlaps(PartialDate(year))}
        return states - {p.country.alpha_3 for p in placements}
    return {p.country.alpha_3 for p in placements if p.tier.short == tier}


@functools.cache
def moved(year: int, direction: Direction) -> set[str]:
    """Return the countries that moved so in one edition."""
    if year == YEARS[0]:
        return set()
    changes = TIP.changes(year)
    return {c.country.alpha_3 for c in (*changes, *changes.unchanged) if c.direction == direction}


@functools.cache
def known(year: int, level: EvidenceLevel) -> set[str]:
    """Return the countries whose placement in one edition is known so well."""
    return {a.country for a in TIP.where(evidence=level, since=year, until=year).assessments}


def cells_of(year: int, wanted: dict[str, Any]) -> set[str]:
    """Return the countries whose placement in one edition is as wanted, asking the library."""
    found = set(EVERYWHERE)
    if tiers := wanted.get("tier"):
        found &= set[str]().union(*(on_tier(year, tier) for tier in tiers))
    if change := wanted.get("change"):
        found &= moved(year, change)
    if level := wanted.get("evidence"):
        found &= known(year, level)
    return found


def expected(wanted: dict[str, Any]) -> set[str]:
    """Return the countries that a set of filters leaves, asking the library."""
    found = set(EVERYWHERE)
    if any(wanted.get(name) for name in ("tier", "change", "evidence")):
        edition = wanted.get("edition", "2025")
        years = YEARS if edition == "any" else [int(edition)]
        found = set[str]().union(*(cells_of(year, wanted) for year in years))
    if bureau := wanted.get("bureau"):
        found &= {c.alpha_3 for c in TIP.where(bureau=bureau).countries}
    if verdict := wanted.get("outlook"):
        outlooks = TIP.outlooks().filter(lambda outlook: outlook.verdict == verdict)
        found &= {c.alpha_3 for c in outlooks.countries}
    return found


TIERS = [*(tier.short for tier in Tier), "none"]
CHANGES = [
    "upgrade",
    "downgrade",
    "entered",
    "left",
    "to_special_case",
    "from_special_case",
    "unchanged",
]
LEVELS = ["corroborated", "single", "derived"]
BUREAUS = ["AF", "EAP", "EUR", "NEA", "SCA", "WHA"]


def combinations() -> list[dict[str, Any]]:
    """Return filters: each alone in every edition, and 200 sets drawn by lot."""
    editions = [*map(str, YEARS), "any"]
    each: list[dict[str, Any]] = [{"edition": e, "tier": [t]} for e in editions for t in TIERS]
    each += [{"edition": e, "change": change} for e in editions for change in CHANGES]
    each += [{"edition": e, "evidence": level} for e in editions for level in LEVELS]
    each += [{"bureau": bureau} for bureau in BUREAUS]
    each += [{"outlook": verdict} for verdict in VERDICTS]
    lot = random.Random(7)  # noqa: S311 - the same sets on every run
    for _ in range(200):
        wanted: dict[str, Any] = {"edition": lot.choice(editions)}
        wanted["tier"] = lot.sample(TIERS, lot.randint(0, 3))
        for name, values in (("change", CHANGES), ("evidence", LEVELS), ("bureau", BUREAUS)):
            if lot.random() < 0.4:
                wanted[name] = lot.choice(values)
        each.append(wanted)
    return each


def test_every_filter_narrows_to_what_the_library_says(open_page: Open) -> None:
    """Each filter in each edition, and many together, leave the countries of the library."""
    asked = combinations()
    found = open_page().evaluate(f"asked => asked.map({SET_FORM})", asked)
    for wanted, (left, count) in zip(asked, found, strict=True):
        assert set(left) == expected(wanted), wanted
        assert count.startswith(f"{len(left)} of 192 countries")


def test_a_question_asked_by_hand(open_page: Open) -> None:
    """Who rose to Tier 1 in 2024, and who must leave the Watch List in 2026, by the controls."""
    shown = open_page()
    shown.get_by_label("Edition", exact=True).select_option("2024")
    shown.get_by_role("checkbox", name="Tier 1").check()
    shown.get_by_label("Change from the previous edition").select_option("rose")
    rose = {c.country.alpha_3 for c in TIP.changes(2024).upgrades if c.after is Tier.TIER_1}
    assert rows_of(shown) == rose
    assert shown.inner_text("#count") == "3 of 192 countries: Tier 1, rose, in 2024"
    assert shown.locator("td.fits").count() == len(rose)
    shown.get_by_role("button", name="Clear filters").click()
    assert rows_of(shown) == EVERYWHERE
    shown.get_by_label("Watch List outlook for 2026").select_option("must leave")
    assert rows_of(shown) == {
        c.alpha_3 for c, outlook in TIP.outlooks() if outlook.verdict == "must leave"
    }


def test_every_known_name_finds_its_country(open_page: Open) -> None:
    """Whatever the library resolves, in capitals or without accents, is found by typing it."""
    asked: list[tuple[str, set[str]]] = []
    for country in TIP.countries:
        codes = (country.alpha_3, country.alpha_2, country.numeric)
        for name in (*country.spellings, *(code for code in codes if code)):
            try:
                meant = {TIP.registry.resolve(name).alpha_3}
            except AmbiguousCountryError as error:
                meant = {code for code, _ in error.candidates}
            asked += [(typed, meant) for typed in (name, name.upper(), unaccented(name))]
    found = open_page().evaluate(
        f"asked => asked.map(q => ({SET_FORM})({{q}}))", [typed for typed, _ in asked]
    )
    for (typed, meant), (left, _) in zip(asked, found, strict=True):
        assert meant & EVERYWHERE <= set(left), typed


def unaccented(text: str) -> str:
    """Return a text without its accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("kyrg", {"Kyrgyz Republic"}),
        ("CÔTE", {"Cote d'Ivoire"}),
        ("cote d’iv", {"Cote d'Ivoire"}),
        ("korea, s", {"Korea, Republic of"}),
        ("swazi", {"Eswatini"}),
        ("St. Lu", {"St. Lucia"}),
        ("KZ", {"Kazakhstan"}),
        ("congo", {"Congo, Republic of the", "Congo, Democratic Republic of the"}),
        ("guinea b", {"Guinea-Bissau"}),
        ("nowhere", set()),
    ],
)
def test_names_are_found_as_they_are_typed(open_page: Open, typed: str, names: set[str]) -> None:
    """The beginning of each word is enough, in any spelling, and no more is found than that."""
    shown = open_page()
    shown.get_by_label("Country", exact=True).press_sequentially(typed)
    found = {TIP.registry.get(code).label for code in rows_of(shown)}
    assert found == names
    assert shown.locator("#none").is_visible() == (not names)


# Opens every country and every edition of it, and returns the texts that it shows.
READ_DETAILS = """() => {
  const texts = (selector) =>
    Array.from(document.querySelectorAll(selector), (element) => element.innerText);
  return Array.from(document.querySelectorAll("#grid tbody tr"), (row) => {
    row.querySelector("button").click();
    const lists = document.querySelectorAll("#detail > ul, #detail > p.none");
    const items = (n) => Array.from(lists[n].querySelectorAll("li"), (item) => item.innerText);
    const editions = Array.from(document.querySelectorAll("#series button"), (button) => {
      button.click();
      const links = document.querySelectorAll("#evidence ul:not(.acts) a");
      return { heading: texts("#evidence h3")[0], claims: texts("#evidence ul:not(.acts) li"),
        acts: texts("#evidence .acts li"), about: texts("#evidence > p"),
        links: Array.from(links, (link) => link.getAttribute("href")) };
    });
    return { code: row.dataset.code, name: texts("#detail h2")[0], outlook: texts("#outlook")[0],
      changes: items(0), spells: items(1), editions };
  });
}"""


ACT_WORDS = {
    "watch list waiver": "Kept on the Watch List by waiver",
    "child soldiers list": "On the list of the Child Soldiers Prevention Act",
    "tier 3 restriction": "Restriction on Tier 3 governments",
}
COVERAGE = {(row.kind, row.year): row for row in TIP.designation_coverage()}
SOURCES = {source.id: str(source) for source in TIP.sources}
ACTS: dict[tuple[str, int], list[Designation]] = {}
for act in TIP.designations():
    ACTS.setdefault((act.country, act.year), []).append(act)


@functools.cache
def acts_of(code: str, year: int) -> list[str]:
    """Return what the page shows of the acts that name a country, asking the library."""
    shown: list[str] = []
    for kind, several in itertools.groupby(ACTS.get((code, year), []), lambda one: one.kind):
        acts = list(several)
        words = ACT_WORDS[kind]
        if kind == "tier 3 restriction":
            held = [outcome for outcome in OUTCOMES[kind] if outcome in {a.outcome for a in acts}]
            words = f"{words}: {'; '.join(held)}"
            if held[-1] == "subsequent compliance":
                words += " (the government met the standards or made efforts afterwards)"
        known = COVERAGE[kind, year]
        remark = f"\n{known.remark}" if known.remark and known.coverage != "complete" else ""
        shown.append(f"{words}\nSource: {SOURCES[acts[0].source]}{remark}")
    return shown


READ = {
    "yes": ["Official: read in the State Department's own text of this edition."],
    "next edition": ["Stated in the State Department's text of the next edition."],
    "no": [],
}


def about(evidence: Evidence) -> list[str]:
    """Return what stands above the sources: notes, the level of the evidence, official texts."""
    cell, number = evidence.assessment, evidence.assessment.families
    lines = [f"note: {cell.note}"] if cell.note else []
    lines += [f"amended after release: {cell.amended}"] if cell.amended else []
    lines += [f"settled: {evidence.correction.why}"] if evidence.correction else []
    lines.append(EVIDENCE_MEANINGS[cell.evidence])
    agree = "family of sources agrees" if number == 1 else "families of sources agree"
    lines += [f"{number} independent {agree}."] if number else []
    return [*lines, *READ[cell.official]]


def test_the_detail_says_what_the_library_says(open_page: Open) -> None:
    """Outlook, changes, spells and the evidence of every edition of every country are its words."""
    outlooks = {country.alpha_3: str(outlook) for country, outlook in TIP.outlooks()}
    missing = "None: not in the 2025 report."
    details = open_page().evaluate(READ_DETAILS)
    assert {detail["code"] for detail in details} == EVERYWHERE
    for detail in details:
        series = TIP.series(detail["code"])
        assert detail["name"] == series.country.label
        assert detail["changes"] == [str(change) for change in series.changes()]
        assert detail["spells"] == [str(spell) for spell in series.spells()]
        assert detail["outlook"] == outlooks.get(detail["code"], missing)
        for year, shown in zip(YEARS, detail["editions"], strict=True):
            assert shown["acts"] == acts_of(detail["code"], year)
            if year not in series:
                assert not shown["claims"]
                continue
            evidence = TIP.evidence(series.country, year)
            cell = evidence.assessment
            assert shown["heading"] == f"{year}: {cell.tier}, {cell.evidence}"
            assert shown["about"] == about(evidence)
            lines = str(evidence).split("\n")
            assert shown["claims"] == [line.strip() for line in lines if line.startswith("  ")]
            assert shown["links"] == [
                word
                for claim in (*evidence.supporting, *evidence.undecided, *evidence.disputing)
                for source in evidence.sources
                if source.id == claim.source
                for word in str(source).split()
                if word.startswith(("http://", "https://")) and "<" not in word
            ]


def test_acts_can_be_read_with_their_sources(open_page: Open) -> None:
    """The waiver of Cuba in 2018 and both outcomes of 2020 are in words, and absence is unknown."""
    shown = open_page("#country=CUB&cell=2018")
    acts = shown.locator("#evidence .acts li")
    assert acts.all_inner_texts() == [
        "Kept on the Watch List by waiver\nSource: " + SOURCES["state-waiver-memo-2018"]
    ]
    shown.get_by_role("button", name="2020 Tier 3").click()
    assert acts.count() == 1
    assert acts.inner_text().split("\n") == [
        "Restriction on Tier 3 governments: restricted; restricted (exchange funding)",
        "Source: " + SOURCES["restrictions-2020"],
        "For fiscal year 2021; 9 of 19 names were seen",
    ]
    assert acts.get_by_role("link").count() == 1
    shown.get_by_role("button", name="2017 Tier 2 Watch List").click()
    assert shown.get_by_text("Official acts", exact=True).count() == 0
    assert "otherwise that is unknown" in shown.locator("#detail .note").inner_text()


# Reads the table of evidence: each row with its edition, its tier and its numbers.
READ_LEVELS = """() => Array.from(document.querySelectorAll("#levels tbody"), (body) =>
  Array.from(body.rows, (row) => {
    const heads = Array.from(row.cells).filter((cell) => cell.tagName === "TH");
    const tier = (heads.at(-1).querySelector(".unseen") ?? heads.at(-1)).textContent;
    const numbers = Array.from(row.querySelectorAll("td"), (cell) => +cell.textContent.replace(",", ""));
    return [body.rows[0].cells[0].textContent, tier, ...numbers];
  }))"""


def test_the_evidence_is_counted_by_edition_and_tier(open_page: Open) -> None:
    """A section that unfolds has the summary of the library, with the sums of each edition."""
    shown = open_page()
    assert shown.locator("#levels").count() == 0
    shown.get_by_text("How well the placements are known").click()
    table = shown.get_by_role("table", name="4,239 placements: 3,410 corroborated")
    table.wait_for()
    groups = shown.evaluate(READ_LEVELS)
    assert groups[0] == [["All", "all", 4239, 3410, 807, 22, 1719]]
    summary = TIP.evidence_summary()
    expected = {
        (str(row.year), row.tier): [row.total, *counts(row)] for row in summary if row.total
    }
    assert len(groups) == len(YEARS) + 1
    for group in groups[1:]:
        first, *rows = group
        assert first[1] == "all"
        assert first[2:] == [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
        for year, tier, *numbers in rows:
            assert numbers == expected.pop((year, tier))
    assert not expected
    assert table.get_by_role("columnheader").count() == 7
    assert table.get_by_role("rowheader", name="Tier 2 Watch List").count() == len(YEARS) - 3
    for _ in range(2):
        shown.get_by_text("How well the placements are known").click()
    assert table.is_visible()
    terms = shown.locator("#known dt").all_inner_texts()
    assert terms == ["corroborated", "single", "derived", "official"]


def counts(row: EvidenceCount) -> tuple[int, ...]:
    """Return the numbers of a row of the summary that the page has columns for."""
    return row.corroborated, row.single, row.derived, row.official


def test_figures_that_are_not_met_can_be_read(open_page: Open) -> None:
    """The section lists what was published and what the placements give; 2019 is not settled."""
    shown = open_page()
    shown.get_by_text("How well the placements are known").click()
    items = shown.locator("#figures li")
    items.first.wait_for()
    texts = items.all_inner_texts()
    assert len(texts) == len(TIP.published_figures().differing)
    assert texts[0].startswith("2005, special cases: 8 published, 7 counted")
    unsettled = [text.partition(":")[0] for text in texts if "\nNot settled" in text]
    assert unsettled == ["2019, upgrades", "2019, downgrades"]
    assert texts[-1].endswith("\nSource: humantraffickingproject.com, a secondary source")


def test_the_address_brings_the_view_back(open_page: Open) -> None:
    """Filters and country are in the address: it restores them, and so do back and forward."""
    shown = open_page()
    shown.get_by_label("Edition", exact=True).select_option("2021")
    shown.get_by_role("checkbox", name="Tier 2", exact=True).check()
    shown.get_by_label("Bureau").select_option("SCA")
    shown.get_by_label("Country", exact=True).press_sequentially("k")
    narrowed = rows_of(shown)
    assert narrowed == {"KAZ", "KGZ", "NPL"}
    shown.locator("tr[data-code=KGZ] td").nth(YEARS.index(2020)).click()
    assert shown.inner_text("#evidence h3").startswith("2020: ")
    again = open_page("#" + shown.url.partition("#")[2])
    assert rows_of(again) == narrowed
    assert again.inner_text("#detail-name") == "Kyrgyz Republic"
    assert again.inner_text("#evidence h3").startswith("2020: ")
    assert again.get_by_label("Bureau").input_value() == "SCA"
    shown.go_back()
    assert shown.locator("#detail").is_hidden()
    assert rows_of(shown) == narrowed
    shown.go_back()
    assert shown.get_by_label("Bureau").input_value() == ""
    shown.go_forward()
    shown.go_forward()
    assert shown.inner_text("#detail-name") == "Kyrgyz Republic"


@pytest.mark.parametrize(
    "fragment", ["#grid", "#country=XXX&cell=1&tier=9&edition=1999&bureau=%00", "#%%%&&==", "#q="]
)
def test_a_strange_address_is_a_plain_view(open_page: Open, fragment: str) -> None:
    """What the page does not know in an address, it ignores."""
    shown = open_page(fragment)
    assert rows_of(shown) == EVERYWHERE
    assert shown.locator("#detail").is_hidden()
    assert shown.get_by_label("Edition", exact=True).input_value() == "2025"


def focused(shown: "Page") -> str:
    """Return what has the focus: its row and column in the grid, or its text."""
    text: str = shown.evaluate(
        """() => {
          const cell = document.activeElement.closest("#grid td, #grid th");
          return cell ? `${cell.parentNode.dataset.code ?? "head"} ${cell.cellIndex}`
            : document.activeElement.textContent;
        }"""
    )
    return text


def test_the_keyboard_is_enough(open_page: Open) -> None:
    """Skip link, arrow keys, Enter and Escape lead through the page and back to the same cell."""
    shown = open_page()
    shown.keyboard.press("Tab")
    assert focused(shown) == "Skip to the grid"
    shown.keyboard.press("Enter")
    assert focused(shown) == "AFG 0"
    walk = [
        ("ArrowDown", "ALB 0"),
        ("ArrowRight", "ALB 1"),
        ("End", "ALB 25"),
        ("ArrowRight", "ALB 25"),
        ("ArrowUp", "AFG 25"),
        ("ArrowUp", "head 25"),
        ("ArrowUp", "head 25"),
        ("ArrowLeft", "head 24"),
        ("End", "head 25"),
        ("ArrowDown", "AFG 25"),
        ("Home", "AFG 0"),
        ("Control+End", "ZWE 25"),
        ("ArrowLeft", "ZWE 24"),
        ("Control+Home", "AFG 0"),
        ("PageDown", "BLR 0"),
        ("PageUp", "AFG 0"),
        ("ArrowRight", "AFG 1"),
        ("ArrowRight", "AFG 2"),
    ]
    names = sorted(TIP.countries, key=sort_key)
    assert (names[0].alpha_3, names[1].alpha_3, names[-1].alpha_3) == ("AFG", "ALB", "ZWE")
    walk[14] = ("PageDown", f"{names[10].alpha_3} 0")
    for key, place in walk:
        shown.keyboard.press(key)
        assert focused(shown) == place, key
        assert shown.locator("#grid [tabindex='0']").count() == 1
    shown.keyboard.press("Enter")
    assert focused(shown) == "Afghanistan"
    assert shown.inner_text("#evidence h3").startswith("2002: ")
    shown.keyboard.press("Escape")
    assert focused(shown) == "AFG 2"
    shown.keyboard.press("Home")
    shown.keyboard.press("Space")
    assert focused(shown) == "Afghanistan"


def test_the_focus_can_be_seen(open_page: Open) -> None:
    """A focused cell lies free of the headings that stick, and has an outline."""
    shown = open_page(size=PHONE)
    shown.locator("tr[data-code=KGZ] th button").focus()
    shown.locator("tr[data-code=KGZ] td").nth(20).click()
    shown.keyboard.press("Escape")
    for _ in range(12):
        shown.keyboard.press("ArrowLeft")
        shown.keyboard.press("ArrowUp")
    free, outline = shown.evaluate(
        """() => {
          const cell = document.activeElement, box = cell.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return [top === cell, getComputedStyle(cell).outlineStyle];
        }"""
    )
    assert free
    assert outline == "solid"


def test_a_screen_reader_finds_its_way(open_page: Open) -> None:
    """Landmarks, headings, the grid with its headers and every control have role and name."""
    shown = open_page("#country=KGZ&cell=2021")
    for role in ("banner", "search", "main", "contentinfo", "region", "grid"):
        assert shown.get_by_role(role).count() == 1, role
    assert shown.get_by_role("grid", name="Tier of each country in each edition").count() == 1
    assert shown.get_by_role("columnheader").count() == len(YEARS) + 1
    assert shown.get_by_role("rowheader").count() == len(EVERYWHERE)
    assert shown.get_by_role("gridcell").count() == len(EVERYWHERE) * len(YEARS)
    assert shown.get_by_role("gridcell", name="Special Case (SC), corroborated").count() > 0
    assert shown.get_by_role("region", name="Kyrgyz Republic").count() == 1
    assert shown.get_by_role("button", name="2021 Tier 2, corroborated", pressed=True).count() == 1
    names = shown.eval_on_selector_all(
        "button, input, select, a",
        "all => all.map(e => e.ariaLabel || e.textContent.trim() || e.labels?.[0]?.textContent)",
    )
    assert all(names)
    levels = shown.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(e => +e.tagName[1])")
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert shown.locator("html").get_attribute("lang") == "en"


CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = Array.from(element.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.offsetParent || ["SCRIPT", "OPTION"].includes(element.tagName)) continue;
    const pair = [parse(getComputedStyle(element).color), behind(element)].map(light);
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) poor.push([element.tagName, element.textContent.slice(0, 30), ratio]);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read(open_page: Open, scheme: str) -> None:
    """Every text has a contrast of 4.5 or more to what is behind it, by day and by night."""
    shown = open_page("#country=CUB&tier=1&edition=2021", color_scheme=scheme)
    shown.get_by_text("How well the placements are known").click()
    shown.locator("#levels").wait_for()
    assert shown.evaluate(CONTRAST) == []
    assert open_page("#country=SCG", color_scheme=scheme).evaluate(CONTRAST) == []


# How much room is left below the last thing on the page, where it is longer than the screen.
BELOW = """() => {
  const bottoms = Array.from(document.body.children, (e) => e.getBoundingClientRect().bottom);
  return document.documentElement.scrollHeight - Math.max(innerHeight, ...bottoms) - scrollY;
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
@pytest.mark.parametrize("fragment", ["", "#tier=1&change=upgrade&edition=2024", "#country=MYS"])
def test_the_page_fits_the_screen(open_page: Open, size: tuple[int, int], fragment: str) -> None:
    """Nothing but the grid scrolls sideways, on a phone as on a desk."""
    shown = open_page(fragment, size=size)
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert shown.evaluate(BELOW) < 20


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
def test_the_evidence_fits_the_screen(open_page: Open, size: tuple[int, int]) -> None:
    """The unfolded section scrolls the page down and never sideways, and the grid keeps its room."""
    shown = open_page(size=size)
    shown.get_by_text("How well the placements are known").click()
    shown.locator("#levels").wait_for()
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert shown.evaluate("document.getElementById('list').offsetHeight") >= size[1] / 2
    assert shown.evaluate(BELOW) < 20


def test_a_phone_shows_one_thing_at_a_time(open_page: Open) -> None:
    """On a phone a country takes the grid's place and gives it back; filters unfold when used."""
    shown = open_page(size=PHONE)
    assert shown.get_by_label("Bureau").is_hidden()
    shown.get_by_role("button", name="Afghanistan").click()
    assert shown.locator("#grid").is_hidden()
    assert shown.locator("#known").is_hidden()
    shown.get_by_role("button", name="Close").click()
    assert shown.locator("#grid").is_visible()
    assert focused(shown) == "AFG 0"
    assert open_page("#bureau=SCA", size=PHONE).get_by_label("Bureau").is_visible()


def test_the_page_prints(open_page: Open) -> None:
    """On paper the controls are gone and the grid is whole; a chosen country prints alone."""
    shown = open_page("#bureau=SCA")
    shown.emulate_media(media="print")
    assert shown.locator("#count").is_visible()
    for gone in ("#more", "#known", "#changes", ".first", ".actions"):
        assert shown.locator(gone).is_hidden()
    shown.emulate_media(media="screen")
    shown.get_by_text("How well the placements are known").click()
    shown.locator("#levels").wait_for()
    shown.emulate_media(media="print")
    assert shown.locator("#levels").is_visible()
    whole = "document.getElementById('scroller').scrollHeight"
    assert shown.evaluate(f"{whole} <= document.getElementById('scroller').offsetHeight")
    alone = open_page("#country=KGZ&cell=2021")
    alone.emulate_media(media="print")
    assert alone.locator("#grid").is_hidden()
    assert alone.locator("#evidence a").first.is_visible()
    assert alone.pdf().startswith(b"%PDF")


def test_stillness_is_respected(open_page: Open) -> None:
    """Who asks for less motion gets none."""
    shown = open_page("#country=KGZ", reduced_motion="reduce")
    moving = "all => all.some(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert not shown.eval_on_selector_all("button, label, td", moving)


def test_what_is_chosen_can_be_told_in_the_colours_of_the_system(open_page: Open) -> None:
    """Where fills are gone, what fits the filters and the edition keep a line around them."""
    shown = open_page("#tier=2WL&edition=2021&country=KGZ", forced_colors="active")
    fits = shown.locator("#grid td.fits")
    assert fits.count() == len(on_tier(2021, "2WL"))
    assert fits.first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    for chosen in (
        "#grid [aria-current]",
        "#grid [aria-selected] th",
        "#series [aria-pressed=true]",
    ):
        line = shown.locator(chosen).evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)")
        assert line >= 2, chosen


def test_the_page_draws_within_a_second(open_page: Open) -> None:
    """From the start of loading to the grid with all its cells takes less than a second."""
    drawn = "performance.getEntriesByName('tipdata-drawn')[0].startTime"
    assert min(open_page().evaluate(drawn) for _ in range(3)) < 1000


def test_hostile_texts_do_nothing(open_page: Open, tmp_path: Path) -> None:
    """Names, notes, titles and addresses that try to be markup are shown as the texts they are."""
    page.write(tmp_path / "out.html", hostile.record(hostile.TEXT))
    shown = open_page("#country=XHO&cell=2021", address=(tmp_path / "out.html").as_uri())
    assert rows_of(shown) == {"XHO"}
    assert shown.inner_text("#detail-name") == hostile.TEXT
    assert shown.locator("#evidence p").first.inner_text() == f"note: {hostile.TEXT}"
    act = shown.locator("#evidence .acts li").inner_text()
    assert act.startswith("On the list of the Child Soldiers Prevention Act\nSource: ")
    assert act.count(hostile.TEXT) == 3
    shown.get_by_text("How well the placements are known").click()
    figure = shown.locator("#figures li")
    assert figure.inner_text() == (
        f"2021, countries in the report: 9 published, 1 counted\n{hostile.TEXT}\n"
        f"Source: {hostile.TEXT}"
    )
    assert shown.locator("img, iframe, object, embed").count() == 0
    assert shown.locator("#evidence a").count() == 0
    assert shown.evaluate("window.hacked") is None


def test_the_legend_says_what_a_dotted_line_is(open_page: Open, tmp_path: Path) -> None:
    """Each level of evidence that has a dotted line is in the legend, where the record has it."""
    added = TIP.with_edition(2026, [("Kazakhstan", "Tier 1")], partial=True)
    bare = TIP.where(evidence="corroborated")
    told = " dotted line: derived from other placements"
    for number, (record, expected) in enumerate(
        ((TIP, told), (added, f"{told}, or unverified"), (bare, ""))
    ):
        path = tmp_path / f"{number}.html"
        page.write(path, record)
        opened = open_page(address=path.as_uri())
        legend = opened.inner_text("#legend").splitlines()
        assert "".join(line.removeprefix("2") for line in legend if "dotted" in line) == expected
        dotted = opened.locator("#grid .derived, #grid .unverified").count()
        assert (dotted > 0) is bool(expected)


def test_an_empty_record_opens(open_page: Open, tmp_path: Path) -> None:
    """A record without placements is a page that says so."""
    page.write(tmp_path / "out.html", TierRecord.from_rows([]))
    shown = open_page(address=(tmp_path / "out.html").as_uri())
    assert shown.inner_text("#count") == "0 of 0 countries"
    assert shown.locator("#known").is_hidden()
    assert shown.locator("#none").is_visible()
