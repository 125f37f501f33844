"""What a notebook shows of results."""

import importlib
from html.parser import HTMLParser

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from test_rooms import MODULES
from tipdata import Problem, Report, Tier
from tipdata._tables.html import ROWS, badge, notebook, statement, strip
from tipdata._tables.palette import CELL_FILLS, TIER_FILLS
from tipdata.analysis.series import describe_cell
from tipdata.countries import Country, CountryRegistry
from tipdata.tiers import best_first

TIP = tipdata.load()
KYRGYZ = TIP.series("KGZ")
STORY = tipdata.load("central-asia-2021")
HOSTILE = "<script>alert('&\"')</script>"
RESULTS = [
    TIP,
    TIP.placements(2024),
    KYRGYZ,
    TIP.series("South Sudan"),
    TIP.where(evidence="corroborated").series("KGZ"),
    TIP.changes(2021),
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
    assert page.tags.count("tr") <= ROWS + 2
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert len(shown(result)) < 20_000


def test_every_class_with_columns_shows_itself() -> None:
    """Who can be read as columns can be looked at in a notebook, and is tested here."""
    seen = {type(result) for result in RESULTS}
    for name in MODULES:
        if name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type) and hasattr(value, "columns"):
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


@given(st.lists(st.text(), max_size=40), st.text())
def test_any_text_comes_back_from_a_table(cells: list[str], caption: str) -> None:
    """What a browser reads from a table is what was given, cut where it is long."""
    page = Page(notebook({"cell": cells}, caption=caption, short=False))
    assert page.tags.count("td") == min(len(cells), ROWS) + (len(cells) > ROWS)
    assert all(len(text) <= 61 for text in page.texts if text != caption)
    assert ("more." in page.text) >= (len(cells) > ROWS)


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
