"""What a notebook shows of results."""

import importlib
import re
from functools import partial
from html import unescape
from html.parser import HTMLParser
from unicodedata import category

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from test_rooms import MODULES
from tipdata import Problem, Report, Series, Tier
from tipdata._tables.html import ROWS, badge, notebook, statement, strip
from tipdata._tables.palette import CELL_FILLS, TIER_FILLS
from tipdata._tables.tabular import Tabular
from tipdata.analysis.series import describe_cell
from tipdata.analysis.watchlist import Outlook
from tipdata.countries import Country, CountryRegistry
from tipdata.tiers import best_first

TIP = tipdata.load()
KYRGYZ = TIP.series("KGZ")
STORY = tipdata.load("central-asia-2021")
WRAPPER = "overflow-x:auto;max-width:100%"
HOSTILE = "<script>alert('&\"')</script>"
RESULTS = [
    TIP,
    TIP.placements(2024),
    KYRGYZ,
    TIP.series("South Sudan"),
    TIP.where(evidence="corroborated").series("KGZ"),
    TIP.changes(2021),
    TIP.changes(2024).filter(lambda change: change.after is Tier.TIER_1).upgrades,
    KYRGYZ.changes(),
    KYRGYZ.spells(),
    KYRGYZ.outlook(),
    TIP.spells(),
    TIP.transitions(),
    TIP.trajectories(),
    TIP.outlooks(),
    TIP.template(2026),
    TIP.where(evidence="corroborated").outlooks(),
    TIP.audit_watch_list(),
    TIP.designations(),
    TIP.designation_coverage(),
    TIP.special_watch_list(2022),
    TIP.counts(by="bureau"),
    TIP.evidence("MYS", 2009),
    TIP.evidence("TZA", 2008),
    TIP.evidence_summary(),
    TIP.published_figures(),
    tipdata.data_changes("2025.1", "2025.2"),
    tipdata.countries.groups(),
    TIP.sensitivity(lambda tip, coding: len(tip.changes(2021, coding=coding))),
    TIP.compare_with([("LUX", 2011, 2)], coding="kelley"),
    TIP.where(countries="AND"),
    tipdata.read_listing("Trafficking in Persons Report\nTIER 1\nFrance\nCôte d’Ivoire*"),
    tipdata.datasets()[0],
    STORY.diff(STORY.without(*STORY.people)),
    STORY.relations(),
    tipdata.formats.popolo.dumps(tipdata.Dataset(people=STORY.people)).left,
    tipdata.frames.read_names(["Congo", "KGZ", HOSTILE]),
    tipdata.frames.join_report(
        pl.DataFrame({"country": ["Congo", "KGZ", HOSTILE], "date": [2021] * 3}), year="date"
    ),
    Report(),
    Report(problems=(Problem(code="x", message=HOSTILE, path="$.a"),) * 40, omitted=5),
]


class Page(HTMLParser):
    """An oracle that follows the tags: each end must be that of the last one open."""

    EMPTY = frozenset({"br", "meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All that can be read."""
        return " ".join(self.texts)


def shown(result: object) -> str:
    """Return what a notebook asks a result for."""
    text = result._repr_html_()  # type: ignore[attr-defined]  # what notebooks call
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_every_result_is_short_and_well_formed(result: object) -> None:
    """Tags are balanced, nothing runs, there is a caption or a heading, and few rows."""
    page = Page(shown(result))
    assert not {"script", "style", "img", "iframe"} & set(page.tags)
    assert {"caption", "figcaption", "strong"} & set(page.tags)
    assert page.tags.count("tr") <= ROWS + 1
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert len(shown(result)) < 20_000


def test_every_class_with_columns_shows_itself() -> None:
    """Who can be read as columns can be looked at in a notebook, and is tested here."""
    seen = {type(result) for result in RESULTS}
    for name in MODULES:
        if name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type) and callable(getattr(value, "columns", None)):
                assert hasattr(value, "_repr_html_"), value
                assert any(issubclass(one, value) for one in seen), value


def test_names_are_escaped_wherever_they_come_from() -> None:
    """A hostile name of a country shows as text in every result."""
    hostile = Country(
        alpha_3="XHO", code_status="user-assigned", name=HOSTILE, report_name=HOSTILE, bureau="SCA"
    )
    rows = [("XHO", 2020, "Tier 2"), ("XHO", 2021, "Tier 2 Watch List")]
    tip = tipdata.TierRecord.from_rows(rows, registry=CountryRegistry(countries=(hostile,)))
    results = (
        tip.placements(2021),
        tip.series("XHO"),
        tip.changes(2021),
        tip.series("XHO").spells(),
        tip.outlooks(),
        tip.trajectories(),
        tip.evidence("XHO", 2021),
        tip.counts(by=lambda country: country.name),
    )
    for result in results:
        page = Page(shown(result))
        assert "script" not in page.tags
        assert HOSTILE in page.text or HOSTILE in str(page.attributes)


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_no_result_leans_on_a_style_sheet(result: object) -> None:
    """Nothing has a class; wide tables scroll; only fills of the palette have colours of their own.

    Every heading and every cell of words says on which side it stands, and numbers
    stand on the right, as the table says.
    """
    text = shown(result)
    page = Page(text)
    assert not {"class", "id", "width", "bgcolor", "color"} & {name for name, _ in page.attributes}
    assert text.count("<table") == text.count(f'style="{WRAPPER}">\n<table')
    own = {f"background:{fill.colour};color:{fill.text}" for fill in CELL_FILLS.values()}
    page_colours = {"color:inherit", "background:none"}
    for name, style in page.attributes:
        if name == "style" and style and "color" in style and "background" in style:
            rules = set(style.split(";"))
            assert page_colours <= rules or any({*one.split(";")} <= rules for one in own), style
    for cell in re.findall(r"<(?:th|td)\b[^>]*>[^<]*", text):
        start, _, said = cell.partition(">")
        if start.startswith("<th"):
            assert "text-align:" in start, cell
        elif re.fullmatch(r"-?[\d.,e+]+", said):
            # The year of a set, say, is a string among other strings.
            assert "right" not in start
        elif said:
            assert "text-align:left" in start, cell
            assert ("overflow-wrap:anywhere" in start) >= (len(unescape(said)) > 40), cell
    assert "table" not in page.tags or "text-align:right" in text.split("<table")[1].split(">")[0]


def test_numbers_stand_on_the_right() -> None:
    """A column of numbers alone has no side of its own, and so takes that of the table."""
    cells = re.findall(r"<td([^>]*)>([^<]*)</td>", shown(TIP))
    assert len(cells) == 25 * 6
    assert {style for style, _ in cells} == {""}


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_no_answer_is_left_out(result: object) -> None:
    """A column that is not shown is empty, a code beside its name, or said above the table."""
    if not isinstance(result, Tabular) or isinstance(result, Series):
        return
    page = Page(shown(result))
    columns = result._table()
    beside = {"country": "name", "rank": "tier"}
    for name, cells in columns.items():
        if name.replace("_", " ") in page.texts:
            continue
        kept = beside.get(name) in columns
        said = f"{name.replace('_', ' ')} {cells[0]}" if cells else ""
        context = name in {"year", "since", "coding", "gap", "country", "provision"}
        empty = all(cell in ("", None) or cell is False for cell in cells)
        assert kept or empty or (context and said in page.text), name


def has_verdict(verdict: str, outlook: Outlook) -> bool:
    """Return whether an outlook comes to a verdict."""
    return outlook.verdict == verdict


@pytest.mark.parametrize("year", [2013, 2020, 2026])
def test_a_sentence_is_shown_to_its_end(year: int) -> None:
    """Whatever the law allows is read whole, and what many countries share is said once."""
    outlooks = TIP.outlooks(year)
    for verdict in {outlook.verdict for _, outlook in outlooks.pairs}:
        chosen = outlooks.filter(partial(has_verdict, verdict))
        page = Page(shown(chosen))
        sentences = [outlook.sentence for _, outlook in chosen.pairs][:ROWS]
        text = page.text
        assert all(sentence in text for sentence in sentences), verdict
        assert all(outlook.provision in text for _, outlook in chosen.pairs)
        if len(sentences) >= 6 and 3 * len(set(sentences)) <= len(sentences):
            assert all(text.count(sentence) == 1 for sentence in set(sentences))
            assert {f"[{n + 1}]" for n in range(len(set(sentences)))} <= set(page.texts)


def test_false_is_not_unknown() -> None:
    """Where a column has both, false says "no" and an unknown value stays empty."""
    text = notebook({"agrees": [True, False, None]}, caption="", short=False)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", text) == ["yes", "no", ""]
    text = notebook({"agrees": [True, False]}, caption="", short=False)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", text) == ["yes", ""]


@given(st.lists(st.text(), max_size=40), st.text(), st.booleans())
def test_any_text_comes_back_from_a_table(cells: list[str], caption: str, short: bool) -> None:
    """What a browser reads from a table is what was given, cut only where it is very long."""
    page = Page(notebook({"cell": cells}, caption=caption, short=short))
    left_out = short and not any(cells)
    assert page.tags.count("td") == (0 if left_out else min(len(cells), ROWS))
    assert ("more." in page.text) >= (len(cells) > ROWS)
    for cell in cells[:ROWS]:
        assert as_read(cell) in as_read(page.text)
    long = Page(notebook({"cell": ["word " * 100]}, caption="", short=short))
    assert max(map(len, long.texts)) == 300
    assert ("title", "word " * 100) in long.attributes


def as_read(text: str) -> str:
    """Return a string with the line breaks of a browser, and escapes of what is not printable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c if c.isprintable() or c in "\t\n" or category(c) == "Zs" else ascii(c)[1:-1]
        for c in lines
    )


@given(st.text(), st.text())
def test_any_text_comes_back_from_the_small_pieces(head: str, text: str) -> None:
    """Badges, strips and statements escape what they are given."""
    for made in (
        badge(text),
        statement(head, text, text),
        strip([(head, TIER_FILLS["Tier 1"], text)], caption=head, alt=text),
    ):
        assert set(Page(made).tags) <= {"span", "p", "strong", "small", "figure", "figcaption", "div", "br"}  # fmt: skip


def test_a_long_result_says_how_many_more_there_are() -> None:
    """Rows beyond the limit are counted, also those that a report omits."""
    changes = TIP.changes(2021)
    assert f"And {len(changes) - ROWS} more." in shown(changes)
    assert "in all rows: since 2020; year 2021" in shown(changes).lower()
    assert "45 problems" in shown(RESULTS[-1])


def test_a_tier_is_a_label_and_a_colour() -> None:
    """Every tier's own words are in the badge, on the palette's fill, with its text colour."""
    assert list(TIER_FILLS) == best_first()
    assert [TIER_FILLS[tier.value].label for tier in Tier] == [tier.short for tier in Tier]
    html = shown(TIP.changes(2021))
    for tier in ("Tier 2", "Tier 2 Watch List", "Tier 3"):
        assert badge(tier, TIER_FILLS[tier]) in html
        assert TIER_FILLS[tier].colour in badge(tier, TIER_FILLS[tier])


def test_a_series_is_a_picture_with_words() -> None:
    """A series has one box for each edition, and its spells as the picture's description."""
    page = Page(shown(KYRGYZ))
    assert ("role", "img") in page.attributes
    alt = dict(page.attributes)["aria-label"]
    assert alt == "; ".join(str(spell) for spell in KYRGYZ.spells())
    labels = [text for text in page.texts if text in {fill.label for fill in TIER_FILLS.values()}]
    assert labels == [KYRGYZ[year].short for year in KYRGYZ.years]


def test_a_cell_without_a_tier_says_why() -> None:
    """No such state, not in the report and left out are three different things."""
    sudan = TIP.series("South Sudan")
    firm = TIP.where(evidence="corroborated").series("SSD")
    assert describe_cell(sudan, 2005)[0] == "no such state"
    assert describe_cell(sudan, 2011)[0] == "not in the report"
    hidden = [year for year in firm.years if firm.status(year) == "withheld"]
    assert {describe_cell(firm, year)[0] for year in hidden} <= {"left out of this selection"}
    assert len({attrs.astuple(fill) for fill in CELL_FILLS.values()}) == len(CELL_FILLS)
