"""What the page does, in Chromium and in Firefox: order, summaries, what is taken away, names."""

import csv
import io
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import hostile
import tipdata
from browsers import DESKTOP, PHONE, Shown
from tipdata import Assessment, Country, Edition, Tier, TierRecord, export, page
from tipdata.countries import default
from tipdata.countries.folding import fold
from tipdata.dates import PartialDate
from tipdata.errors import CoverageError
from tipdata.typing import Direction

pytestmark = pytest.mark.browser

TIP = tipdata.load()
YEARS = list(TIP.years)
EVERY = TIP.every_series()
CODES = [series.country.alpha_3 for series in EVERY]
ROWS = "Array.from(document.querySelectorAll('#grid tbody tr:not([hidden])'), (row) => row.dataset.code)"
# Sets the edition as a user does, and returns nothing.
EDITION = """(year) => {
  const { edition } = document.getElementById("filters");
  edition.value = year;
  edition.dispatchEvent(new Event("input", { bubbles: true }));
}"""
TYPE = """(text) => {
  const { q } = document.getElementById("filters");
  q.value = text;
  q.dispatchEvent(new Event("input", { bubbles: true }));
}"""
CLICK = "(selector) => document.querySelector(selector).click()"
TEXT = "(selector) => document.querySelector(selector).innerText"


def test_filters_and_a_chosen_country_come_back(shown: Shown, address: str) -> None:
    """What is filtered and chosen stands in the address, which restores it, and so does going back."""
    shown.visit(address)
    assert shown.evaluate(ROWS) == CODES
    shown.evaluate(EDITION, "2024")
    shown.evaluate(CLICK, "#tiers input[value='1']")
    shown.evaluate("() => { document.getElementById('by-change').focus(); }")
    shown.evaluate(
        """() => {
          const { change } = document.getElementById("filters");
          change.value = "upgrade";
          change.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    rose = [c.country.alpha_3 for c in TIP.changes(2024).upgrades if c.after is Tier.TIER_1]
    assert sorted(shown.evaluate(ROWS)) == sorted(rose)
    before = shown.evaluate("location.href")
    shown.evaluate(CLICK, f"tr[data-code={rose[0]}] td:nth-child({YEARS.index(2023) + 2})")
    assert shown.evaluate(TEXT, "#evidence h3").startswith("2023: ")
    there = shown.evaluate("location.href")
    shown.visit(there)
    assert sorted(shown.evaluate(ROWS)) == sorted(rose)
    assert shown.evaluate(TEXT, "#detail-name") == TIP.registry.get(rose[0]).label
    assert shown.evaluate(TEXT, "#evidence h3").startswith("2023: ")
    shown.visit(before)
    assert shown.evaluate("document.getElementById('detail').hidden")


def test_the_page_is_drawn_within_a_second(shown: Shown, address: str) -> None:
    """From the start of loading to the grid with all its cells takes less than a second."""
    took = []
    for _ in range(3):
        shown.visit(address)
        took.append(shown.evaluate("performance.getEntriesByName('tipdata-drawn')[0].startTime"))
    assert min(took) < 1000


def ranked(year: int, *, worst_first: bool) -> list[str]:
    """Return the codes sorted by the tier of an edition, asking the library, what has no rank last."""

    def key(number: int) -> tuple[int, int]:
        series = EVERY[number]
        if year not in series:
            exists = series.country.span.overlaps(PartialDate(year))
            return (6 if exists else 7), number
        rank = series.assessment(year).tier.rank
        return (5 if rank is None else -rank if worst_first else rank), number

    return [CODES[number] for number in sorted(range(len(CODES)), key=key)]


# Clicks on a head and returns the rows, the heads that say that they sort, and the address.
SORT = """(column) => {
  document.querySelector(`#grid thead th:nth-child(${column + 1}) button`).click();
  const heads = document.querySelectorAll("[aria-sort]");
  const sorted = Array.from(heads, (e) => [e.cellIndex, e.getAttribute("aria-sort")]);
  return [codes(), sorted, location.hash];
}"""


def test_every_edition_sorts_the_countries(shown: Shown, address: str) -> None:
    """A click on an edition puts the best first, a second the worst, a third sorts by name."""
    shown.visit(address)
    columns = [column for column in range(1, len(YEARS) + 1) for _ in range(3)]
    found = shown.evaluate(
        f"(columns) => {{ const codes = () => {ROWS}; return columns.map({SORT}); }}",
        [*columns, 0, 0],
    )
    by_name = [CODES, [[0, "ascending"]], ""]
    for i, year in enumerate(YEARS):
        best, worst, name = found[3 * i : 3 * i + 3]
        assert best == [ranked(year, worst_first=False), [[i + 1, "ascending"]], f"#sort={year}"]
        assert worst == [ranked(year, worst_first=True), [[i + 1, "descending"]], f"#sort=-{year}"]
        assert name == by_name
    assert found[-2:] == [[CODES[::-1], [[0, "descending"]], "#sort=-name"], by_name]


def test_the_keyboard_sorts_and_keeps_its_place(shown: Shown, address: str) -> None:
    """Arrows lead to the heads, Enter sorts, and the focus stays; the address brings the order back."""
    shown.visit(address)
    shown.evaluate("() => { document.querySelector('#grid tbody td').focus(); }")
    shown.evaluate(CLICK, "#skip")
    shown.press("ArrowRight", "ArrowUp", "Enter", "Enter")
    assert shown.evaluate(ROWS) == ranked(2001, worst_first=True)
    assert shown.evaluate("document.activeElement.textContent") == "2001"
    assert shown.evaluate(TEXT, "#count").endswith("worst in 2001 first")
    shown.press("ArrowDown", "ArrowDown")
    row = "document.activeElement.closest('tr').dataset.code"
    assert shown.evaluate(row) == ranked(2001, worst_first=True)[1]
    shown.visit(shown.evaluate("location.href"))
    assert shown.evaluate(ROWS) == ranked(2001, worst_first=True)
    shown.visit(f"{address}#sort=-1999")
    assert shown.evaluate(ROWS) == CODES


# Whether the column of an edition lies between the names and the right edge of the grid.
FREE = """(i) => {
  const [head, names] = [i + 1, 0].map((n) => document.querySelector("#grid thead tr").cells[n]);
  const [box, frame] = [head, document.getElementById("scroller")].map((e) => e.getBoundingClientRect());
  return box.left >= names.getBoundingClientRect().right - 1 && box.right <= frame.right + 1;
}"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_chosen_edition_comes_into_view(
    shown: Shown, address: str, size: tuple[int, int]
) -> None:
    """Each edition that the form or the address chooses can be seen, and the focus stays."""
    shown.visit(address, size)
    assert shown.evaluate(FREE, len(YEARS) - 1)
    shown.evaluate("() => { document.getElementById('by-edition').focus(); }")
    order = range(len(YEARS))
    for i in (*order, *reversed(order), len(YEARS) - 1, 4):
        shown.evaluate(EDITION, str(YEARS[i]))
        assert shown.evaluate(FREE, i), YEARS[i]
        assert shown.evaluate("document.activeElement.id") == "by-edition"
    for year in (2001, 2005, 2013):
        shown.visit(f"{address}#edition={year}", size)
        assert shown.evaluate(FREE, YEARS.index(year))
    shown.evaluate(CLICK, "button[type=reset]")
    assert shown.evaluate(FREE, len(YEARS) - 1)
    shown.visit(f"{address}#edition=2005&country=KGZ", size)
    shown.evaluate(CLICK, "#close")
    assert shown.evaluate(FREE, YEARS.index(2005))


SUMMARY = """() => ({
  title: document.getElementById("changes-title").textContent,
  groups: Array.from(document.querySelectorAll("#moved section"), (one) => [
    one.querySelector("h3").innerText,
    Array.from(one.querySelectorAll("li"), (item) => item.textContent),
  ]),
  note: document.querySelector("#moved > p")?.textContent ?? "",
})"""
DIRECTIONS: tuple[Direction, ...] = (
    "upgrade",
    "downgrade",
    "entered",
    "left",
    "to_special_case",
    "from_special_case",
)


def summary_of(record: TierRecord, year: int) -> dict[str, Any]:
    """Return what the page should say of the changes of an edition, asking the library."""
    try:
        changes = record.changes(year)
    except CoverageError as error:
        return {"title": f"{year}: {error}", "groups": [], "note": ""}
    heads = [line[:-1] for line in str(changes).split("\n")[1:] if not line.startswith(" ")]
    moved = [changes.only(direction) for direction in DIRECTIONS]
    groups = [
        [
            f"{head} ({len(some)})",
            [str(c).removesuffix(f" ({year}, {c.direction.replace('_', ' ')})") for c in some],
        ]
        for head, some in zip(heads, filter(len, moved), strict=True)
    ]
    labels = ", ".join(country.label for country in changes.skipped)
    note = f"Not compared, because this selection leaves out a placement: {labels}."
    title = str(changes).partition("\n")[0]
    return {"title": title, "groups": groups, "note": note if labels else ""}


def test_each_edition_has_a_summary_of_its_changes(shown: Shown, address: str) -> None:
    """Counts, countries and moves of every edition are those of the library, in its words."""
    shown.visit(address)
    shown.evaluate("() => { document.getElementById('changes').open = true; }")
    for year in YEARS:
        shown.evaluate(EDITION, str(year))
        assert shown.evaluate(SUMMARY) == summary_of(TIP, year)
    shown.evaluate(EDITION, "any")
    assert shown.evaluate("document.getElementById('changes').hidden")
    shown.evaluate(EDITION, "2021")
    shown.evaluate("() => { document.querySelectorAll('#moved a')[1].click(); }")
    second = TIP.changes(2021).upgrades.changes[1].country
    assert shown.evaluate(TEXT, "#detail-name") == second.label
    assert shown.evaluate(TEXT, "#evidence h3").startswith("2021: ")
    assert shown.evaluate("location.hash") == f"#edition=2021&country={second.alpha_3}&cell=2021"


@pytest.mark.parametrize(
    "record",
    [
        TIP.where(bureau="SCA", since=2019, tiers=(Tier.TIER_2, Tier.TIER_3)),
        TIP.where(evidence="corroborated", since=2003, until=2006),
        TIP.where(bureau="AF", since=2010, until=2012),
        TierRecord.from_rows([("KGZ", 2021, "Tier 2")]),
    ],
)
def test_a_selection_says_what_it_cannot_compare(
    shown: Shown, tmp_path: Path, record: TierRecord
) -> None:
    """Countries of which a placement is left out are named, and no move of theirs is made up."""
    page.write(tmp_path / "out.html", record)
    shown.visit((tmp_path / "out.html").as_uri())
    shown.evaluate("() => { document.getElementById('changes').open = true; }")
    for year in record.years:
        shown.evaluate(EDITION, str(year))
        assert shown.evaluate(SUMMARY) == summary_of(record, year)


SAVE = "() => { document.getElementById('download').click(); }"


def test_what_is_shown_can_be_saved_as_a_table(shown: Shown, address: str) -> None:
    """The saved table is that of the library, with the rows that are shown in their order."""
    whole = export.render(TIP, layout="wide")
    shown.visit(address)
    saved = shown.saved_by(SAVE)
    assert saved.name == f"tiers-2025-data-{TIP.data_version}.csv"
    assert saved.read_bytes() == b"\xef\xbb\xbf" + whole
    shown.visit(f"{address}#edition=2021&bureau=SCA&sort=-2021")
    saved = shown.saved_by(SAVE)
    head, *rows = csv.reader(io.StringIO(whole.decode()))
    by_code = {row[0]: row for row in rows}
    codes = shown.evaluate(ROWS)
    asia = {c.alpha_3 for c in TIP.where(bureau="SCA").countries}
    assert codes == [code for code in ranked(2021, worst_first=True) if code in asia]
    found = list(csv.reader(io.StringIO(saved.read_text("utf-8-sig"))))
    assert found == [head, *(by_code[code] for code in codes)]
    assert saved.name == f"tiers-2021-data-{TIP.data_version}.csv"
    assert shown.evaluate(TEXT, "#told") == f"Saved as {saved.name}"


# Beginnings that spreadsheets run, and what a reader of CSV could take for the end of a cell.
NASTY = [
    *(f"{sign}1+1" for sign in "=+-@＝＋－＠"),
    *(f"'{sign}1" for sign in "=+-@'"),
    "'tis",
    'a "quoted" name, with a comma',
    '=HYPERLINK("http://example.org","x")',
    hostile.TEXT,
]


def of_names(names: list[str], *, aliases: bool = False) -> TierRecord:
    """Return a record with a country for each name, or for each alias."""
    codes = [f"X{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    countries = [
        Country(
            alpha_3=code,
            code_status="user-assigned",
            name=f"Country {code}" if aliases else name,
            aliases=(name,) if aliases else (),
        )
        for code, name in zip(codes, names, strict=False)
    ]
    placed = [Assessment(country=c.alpha_3, year=2021, tier=Tier.TIER_2) for c in countries]
    return TierRecord(
        countries=tuple(countries),
        editions=(Edition(year=2021),),
        assessments=tuple(placed),
        registry=default().with_countries(*countries),
    )


def test_a_saved_table_runs_nothing(shown: Shown, tmp_path: Path) -> None:
    """Cells that a spreadsheet would run are guarded and quoted as the library does it."""
    record = of_names(NASTY)
    page.write(tmp_path / "out.html", record)
    shown.visit((tmp_path / "out.html").as_uri())
    saved = shown.saved_by(SAVE)
    assert saved.read_bytes() == b"\xef\xbb\xbf" + export.render(record, layout="wide")
    assert saved.name == "tiers-2021.csv"


def test_the_link_is_copied(shown: Shown, address: str) -> None:
    """A button copies the address of the view, and says so; without a clipboard it selects it."""
    shown.visit(f"{address}#edition=2021&bureau=SCA&country=KGZ")
    shown.evaluate("() => { document.getElementById('share').focus(); }")
    shown.press("Enter")
    assert shown.evaluate(TOLD) == "Link copied"
    assert unquote(shown.copied()) == unquote(shown.evaluate("location.href"))
    shown.visit(f"{address}#edition=2005&sort=2005")
    shown.evaluate(NO_CLIPBOARD)
    shown.evaluate(CLICK, "#share")
    assert shown.evaluate(TOLD) == "Copy the selected address."
    selected = "(() => { const e = document.activeElement; return [e.id, e.value.slice(e.selectionStart, e.selectionEnd)]; })()"
    assert shown.evaluate(selected) == ["link", shown.evaluate("location.href")]
    shown.evaluate(EDITION, "2006")
    assert shown.evaluate("document.getElementById('link').hidden")


# A page in Firefox sees its own navigator, and the test another one, unless it unwraps it.
NO_CLIPBOARD = """() => {
  const page = window.wrappedJSObject ?? window;
  page.Object.defineProperty(page.Navigator.prototype, "clipboard", { value: undefined });
}"""

# Waits for what the page tells.
TOLD = """() => new Promise((done) => {
  const told = document.getElementById("told");
  const look = () => told.textContent ? done(told.textContent) : requestAnimationFrame(look);
  look();
})"""

ENDONYMS = [
    "Казахстан",
    "Қазақстан",
    "Кыргызстан",
    "Тоҷикистон",
    "Україна",
    "Ўзбекистон",
    "Oʻzbekiston",
    "Türkmenistan",
    "Česko",
    "Việt Nam",
    "Ísland",
    "Føroyar",
    "Österreich",
    "Straße",
    "ΕΛΛΆΣ",
    "Ελλάς",
    "Հայաստան",
    "և Արցախ",
    "საქართველო",
    "السعودية",
    "مصر",
    "ایران",
    "پاکستان",
    "الأُرْدُنّ",
    "العـراق",
    "ישראל",
    "भारत",
    "नेपाल",
    "বাংলাদেশ",
    "ශ්‍රී ලංකාව",
    "இலங்கை",
    "ประเทศไทย",
    "ປະເທດລາວ",
    "កម្ពុជា",
    "မြန်မာ",
    "中国",
    "中國",
    "日本",
    "대한민국",
    "ኢትዮጵያ",
    "འབྲུག་ཡུལ",
    "ދިވެހިރާއްޖެ",
    "Монгол улс",
    "ᠮᠣᠩᠭᠣᠯ",
    "Åland",
    "ﬁnland",
    "İstanbul",
]


def test_names_in_any_script_find_their_country(shown: Shown, tmp_path: Path) -> None:
    """Typed as they are, in capitals, decomposed or without their marks, they find one country."""
    record = of_names(ENDONYMS, aliases=True)
    page.write(tmp_path / "out.html", record)
    shown.visit((tmp_path / "out.html").as_uri())
    search = "(text) => { (" + TYPE + ")(text); return " + ROWS + "; }"
    for country, name in zip(record.countries, ENDONYMS, strict=True):
        assert fold(name) is not None, name
        for typed in spelled(name):
            others = {c.alpha_3 for c in record.countries if fold(typed) == fold(c.aliases[0])}
            found = shown.evaluate(search, typed)
            assert {country.alpha_3, *others} <= set(found), (name, typed)
            assert len(found) < 4, (name, typed)


# Arabic, Persian and Urdu keyboards have letters of their own, and a stroke that stretches a word.
KEYBOARDS = str.maketrans("یکىةہ", "يكيهه", "ـ")


def spelled(name: str) -> list[str]:
    """Return the ways in which a keyboard may write a name."""
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKD")]
    short = name[:-1] if len(name) > 4 else name
    return [*forms, name.upper(), name.lower(), name.translate(KEYBOARDS), short]
