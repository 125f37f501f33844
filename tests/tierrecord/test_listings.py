"""Tier placements read from text as people copy it."""

import string
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from listing_texts import LAYOUTS, make_listing, names_by_tier
from tipdata import FormatError, Tier, TierListing, countries
from tipdata.countries import CountryRegistry
from tipdata.countries._nearby import Nearby
from tipdata.tierrecord._listed_lines import is_sentence
from tipdata.tierrecord._listed_names import Names

TIP = tipdata.load()
REGISTRY = countries.default()
PRINTED = {
    placed.country.name_in(edition.year): placed.country.alpha_3
    for edition in TIP.editions
    for placed in TIP.placements(edition.year)
}
PLACES = [
    (layout, upper)
    for layout in (
        "TIER 2\nNorway\n{}\nZimbabwe",
        "TIER 2: Norway, {}, Zimbabwe",
        "TIER 2\nNorway {} Zimbabwe",
    )
    for upper in (False, True)
]
MISTAKABLE = {
    frozenset(pair) for pair in (("IRN", "IRQ"), ("ISL", "IRL"), ("ZMB", "GMB"), ("GUY", "GUF"))
}
"""Countries with a letter between their names, of those that a test tries."""


def codes_in(text: str, names: Mapping[str, str] | None = None) -> list[str]:
    """Return the codes of the countries that stand under a heading."""
    listing = tipdata.read_listing(f"TIER 2\n{text}", names=names)
    return [listed.country.alpha_3 for listed in listing]


def attempt(text: str) -> TierListing | FormatError:
    """Return what is read from a text, or the error."""
    try:
        return tipdata.read_listing(text)
    except FormatError as error:
        return error


def problems_of(text: str) -> list[str]:
    """Return what is wrong with a text."""
    with pytest.raises(FormatError) as caught:
        tipdata.read_listing(text)
    return [str(problem) for problem in caught.value.problems]


def typing_errors(name: str, letters: str) -> Iterator[str]:
    """Yield a name with a letter dropped, swapped with the next one, or replaced."""
    for place, letter in enumerate(name):
        before, after = name[:place], name[place + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        yield from (before + other + after for other in letters if other != letter)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_edition_is_read_in_every_layout(layout: str) -> None:
    """The names that an edition prints, in any layout, give exactly its placements."""
    for edition in TIP.editions:
        listing = tipdata.read_listing(make_listing(names_by_tier(TIP, edition.year), layout))
        placed = {p.country.alpha_3: p.tier for p in TIP.placements(edition.year)}
        assert {listed.country.alpha_3: listed.tier for listed in listing} == placed
        assert len(listing) == len(placed)


def test_names_with_single_spaces_between_are_read_to_the_letter() -> None:
    """Columns that a PDF has run together are read if all names are as they are spelled."""
    assert codes_in("HAITI LIBYA SOMALIA YEMEN") == ["HTI", "LBY", "SOM", "YEM"]
    assert codes_in("Guinea Guinea-Bissau Papua New Guinea") == ["GIN", "GNB", "PNG"]
    assert problems_of("TIER 1\nNorway Dominica Republic Zimbabwe")
    assert problems_of("TIER 1\nNorway Chad Gorgia")


@pytest.mark.parametrize(
    "first",
    [n if n < 2 else pytest.param(n, marks=pytest.mark.long) for n in range(len(PLACES))],
)
def test_a_misspelled_name_is_never_lost(first: int) -> None:
    """With a letter dropped, swapped or replaced, a name is the same country or is refused.

    Or it is the name of another country, and then it is among four known pairs.
    The errors of each name take turns in the places where a name can stand.
    """
    others: set[frozenset[str]] = set()
    for name, code in PRINTED.items():
        for number, wrong in enumerate(typing_errors(name, "e")):
            if number % len(PLACES) != first:
                continue
            layout, upper = PLACES[(first + len(name)) % len(PLACES)]
            text = layout.format(wrong.upper() if upper else wrong)
            listing = attempt(text)
            if isinstance(listing, FormatError):
                continue
            found = [listed.country.alpha_3 for listed in listing]
            assert (found[0], found[-1], len(found)) == ("NOR", "ZWE", 3), text
            if found[1] != code:
                others.add(frozenset((found[1], code)))
    assert others <= MISTAKABLE


@given(st.data())
def test_a_misspelled_name_in_a_whole_edition_is_found(data: st.DataObject) -> None:
    """In any layout of an edition, a misspelled name is refused, or read as its country."""
    year = data.draw(st.sampled_from([2003, 2013, 2025]))
    names = names_by_tier(TIP, year)
    tier = data.draw(st.sampled_from(list(names)))
    place = data.draw(st.integers(0, len(names[tier]) - 1))
    right = names[tier][place]
    names[tier][place] = data.draw(st.sampled_from([*typing_errors(right, string.ascii_lowercase)]))
    text = make_listing(names, data.draw(st.sampled_from(list(LAYOUTS))))
    listing = attempt(text)
    if isinstance(listing, FormatError):
        return
    placed = {p.country.alpha_3: p.tier for p in TIP.placements(year)}
    found = {listed.country.alpha_3: listed.tier for listed in listing}
    # All other look-alikes are listed twice.
    assert found == placed or found == {
        "GUF" if code == "GUY" else code: tier for code, tier in placed.items()
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_country_that_stands_twice_is_found(layout: str) -> None:
    """A name under its own heading or another one again is a problem with both lines and tiers."""
    names = names_by_tier(TIP, 2024)
    every = [(tier, name) for tier, several in names.items() for name in several]
    for number, (tier, name) in enumerate(every[::13]):
        other = [*names][number % len(names)]
        doubled = {**names, other: sorted([*names[other], name])}
        with pytest.raises(FormatError) as caught:
            tipdata.read_listing(make_listing(doubled, layout))
        (problem,) = caught.value.problems
        assert problem.code == "duplicate-placement"
        assert problem.records == (REGISTRY.resolve(name),)
        assert f"on {tier}" in problem.message
        assert f"on {other}" in problem.message


@given(
    st.lists(st.sampled_from(sorted(PRINTED)), min_size=1, max_size=8, unique_by=PRINTED.get),
    st.sampled_from([", ", "; ", "\t", "   ", " | ", "\n", " • ", ",\n"]),
    st.sampled_from(["", " and ", ", and ", " & "]),
)
def test_names_in_any_order_are_read_or_may_be_one(
    names: list[str], separator: str, last: str
) -> None:
    """Whatever stands beside each other is read as it stands, unless it is also one name."""
    *others, end = names
    text = separator.join(others) + (last or separator if others else "") + end
    found = attempt(f"TIER 2\n{text}")
    if isinstance(found, FormatError):
        assert all("one country or two" in problem.message for problem in found.problems)
    else:
        assert [listed.country.alpha_3 for listed in found] == [PRINTED[name] for name in names]


PIECES = st.sampled_from(
    [
        *("TIER 1", "Tier 2 Watch List", "special cases", "TIER 4", "Tier", "(cont'd)", "watch"),
        *(
            "Chad",
            "Congo",
            "Korea, South",
            "South",
            "Serbia",
            "Montenegro",
            "Bosnia",
            "Republic of",
        ),
        *(
            "and",
            "of",
            "the",
            "&",
            "US",
            "NA",
            "in",
            "404",
            "891",
            "52",
            "1.",
            "Chd",
            "Tchad1",
            "Kosovo*",
        ),
        *("Countries whose governments meet the minimum standards", "standards.", "https://x.y"),
        *(", ", ";", "\t", "  ", " ", "|", "\n", "\r\n", "•", "*", "†", "#", "- ", "(", ")", "[1]"),
        *("\u00ad", "\u200b", "\u00a0", "\x0c", "\u2028", "\ud800", "\0", "ß", "١", "²"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_read_or_refused_with_no_line_lost(text: str) -> None:
    """Each line is a heading, has names, is skipped or is blank; otherwise a `FormatError` says."""
    listing = attempt(text)
    if isinstance(listing, FormatError):
        assert str(listing)
        return
    named = {
        listed.line + below for listed in listing for below in range(listed.text.count("\n") + 1)
    }
    headed = {line for line, _ in listing.headings}
    skipped = {line for line, _ in listing.skipped}
    assert not skipped & (named | headed)
    broken = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
    for number, line in enumerate(broken, 1):
        assert number in named | headed | skipped or not line.translate(invisible).strip()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Türkiye", "TUR"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo (DRC)", "COD"),
        ("The Bahamas", "BHS"),
        ("Bahamas, The", "BHS"),
        ("Burma", "MMR"),
        ("Burma (Myanmar)", "MMR"),
        ("Hong Kong", "HKG"),
        ("St. Vincent & The Gren.", "VCT"),
        ("Macau", "MAC"),
        ("Micronesia, Federated States of", "FSM"),
        ("Bosnia and  Herzegovina", "BIH"),
        ("Saint Vincent and\nthe Grenadines", "VCT"),
        ("Papua New\nGuinea", "PNG"),
        ("Korea, Republic\nof", "KOR"),
        ("Korea,\nRepublic of", "KOR"),
        ("Equatorial\nGuinea", "GNQ"),
        ("Serbia and Montenegro", "SCG"),
        ("Guinea-\nBissau", "GNB"),
        ("UK", "GBR"),
        ("KAZ", "KAZ"),
        *(
            (f"Libya{mark}", "LBY")
            for mark in ("*", "†", "¹", "[1]", " [a]", "(1)", "12", " *", ".")
        ),
        *((f"{mark}Libya", "LBY") for mark in ("*", "- ", "1. ", "(2) ", "• ", "> ", "+ ", "🇱🇾 ")),
        ("**Libya**", "LBY"),
        ("[Libya](https://www.state.gov/libya)", "LBY"),
        ("Li\u00adby\u200ba\u00a0", "LBY"),
    ],
)
def test_a_name_is_read_as_people_write_it(text: str, code: str) -> None:
    """Other spellings, footnote marks, bullets and broken lines do not matter."""
    assert codes_in(text) == [code]


@pytest.mark.parametrize(
    ("line", "tier"),
    [
        ("TIER 1", Tier.TIER_1),
        ("Tier One:", Tier.TIER_1),
        ("## **Tier 2**", Tier.TIER_2),
        ("1. Tier 3 (21)", Tier.TIER_3),
        ("TIER 3 – 21 countries", Tier.TIER_3),
        ("Tier 2 Watchlist (continued)", Tier.TIER_2_WATCH_LIST),
        ("TIER 2 WATCH LIST (CONT’D)", Tier.TIER_2_WATCH_LIST),
        ("Tier 2 (Watch List)", Tier.TIER_2_WATCH_LIST),
        ("Tier 2: Watch-List", Tier.TIER_2_WATCH_LIST),
        ("WATCH LIST", Tier.TIER_2_WATCH_LIST),
        ("Special Cases", Tier.SPECIAL_CASE),
        ("SPECIAL CASE*", Tier.SPECIAL_CASE),
        ("Countries on Tier 1:", Tier.TIER_1),
        ("Tier 2   Watch List", Tier.TIER_2_WATCH_LIST),
        ("Tier 3: Countries whose governments do not meet the standards.", Tier.TIER_3),
    ],
)
def test_a_heading_is_read_as_people_write_it(line: str, tier: Tier) -> None:
    """Case, counts, marks, "continued" and sentences do not matter, and names may follow."""
    listing = tipdata.read_listing(f"{line}\nChad")
    assert [(listed.tier, listed.line) for listed in listing] == [(tier, 2)]
    assert listing.headings == ((1, tier),)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "TIER 4",
            "TEIR 2",
            "Tier 2 Watch",
            "Tier 2 Wach List",
            "Tier 1 Tier 2",
            "Tier 10",
            "TIER",
        ),
        *(
            "Tier 1   Tier 2",
            "Moved to Tier 3",
            "T2WL",
            "Specal Case",
            "Tier 1/2",
            "SPECIAL",
            "CASE",
        ),
        *(
            "Downgraded",
            "Albnia",
            "in",
            "EL SALVDOR",
            "NA",
            "404",
            "Page of Chd",
            "and the Grenadines",
        ),
        *(
            "Congo",
            "None",
            "Mexico, United States",
            "Gambia, TH",
            "Chad, Chad",
            "US, Chd",
        ),
        *("Kosovo, Serbia and Montenegro", "Serbia and\nMontenegro", "Korea, Republic of\nKorea"),
        "countries whose governments meet the minimum standards albania",
    ],
)
def test_what_is_neither_name_nor_sentence_is_refused(line: str) -> None:
    """Below a heading, a line is read, is plainly not a name, or is a problem with its number."""
    problems = problems_of(f"TIER 1\nNorway\n{line}\nAngola")
    assert all(problem.startswith(("line 3: ", "line 4: ")) for problem in problems)


@pytest.mark.parametrize(
    "line",
    [
        *("---", "52", "- 52 -", "xii", "Page 12 of 60", "https://www.state.gov/x", "compliance."),
        *("TRAFFICKING IN PERSONS REPORT", "2026 Trafficking in Persons Report", "Tier Placements"),
        *(
            "to do so; or",
            "significant efforts to comply with those standards,",
            "* See the narratives of these",
        ),
    ],
)
def test_what_is_plainly_not_a_name_is_skipped_and_kept(line: str) -> None:
    """Sentences of the definitions, page numbers, rules and footnotes are in `skipped`."""
    listing = tipdata.read_listing(f"TIER 1\nNorway*\n{line}\nAngola")
    assert listing.skipped == ((3, line),)
    assert len(listing) == 2


def test_no_misspelled_name_is_a_sentence() -> None:
    """No name of any country, with any letter dropped, swapped or replaced, is a sentence."""
    names = {name for country in REGISTRY for name in country.spellings}
    for name in names:
        for wrong in (name, *typing_errors(name, "et")):
            for cased in (wrong, wrong.lower()):
                assert not is_sentence(cased, REGISTRY.__contains__), cased


def test_all_that_is_wrong_is_reported_at_once() -> None:
    """Each problem has its line, what stands there, and what to write instead."""
    text = "\n".join(
        [
            *("TIER 1", "Germny", "Congo", "Burma", "TIER 4", "Chad", "TIER 2 WATCH LIST"),
            *("Hong Kong, China", "Myanmar", "NA", "404", "Teir 3", "Niger", "Niger"),
        ]
    )
    settled = "write it in full or pass names={'Congo': 'COD'}"
    headings = "a heading such as 'TIER 1', 'TIER 2 WATCH LIST' or 'SPECIAL CASE'"
    expected = f"""\
line 2: unknown country; expected the name or code of a country, got 'Germny'; \
did you mean 'Germany'?
line 3: ambiguous country; expected Democratic Republic of the Congo (COD) or \
Republic of the Congo (COG); {settled}, got 'Congo'
line 5: not a heading, though it names a tier; expected {headings}, got 'TIER 4'
line 8: one country or two: Hong Kong (HKG), or Hong Kong (HKG) and China (CHN); expected \
the two on separate lines, or names={{'Hong Kong, China': 'HKG'}} for the one, \
got 'Hong Kong, China'
line 9: Burma is listed twice: as 'Burma' on Tier 1 in line 4 and as 'Myanmar' on \
Tier 2 Watch List here
line 10: Namibia, or no country; expected 'NAM' for Namibia, or nothing, got 'NA'
line 11: a page number, or the code of a country; expected a name; numeric codes are not read, and page \
numbers may be removed, got '404'
line 12: unknown heading; expected {headings}, got 'Teir 3'; did you mean 'Tier 3'?
line 14: Niger is listed twice: on Tier 2 Watch List in line 13 and on Tier 2 Watch List here"""
    assert problems_of(text) == expected.split("\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the text is empty; expected a heading"),
        (" \n\u00ad", "the text is empty; expected a heading"),
        ("list.txt", "no heading; expected a heading"),
        ("TIER 1\nTIER 2", "no country under any heading"),
        (
            "Report\nChad\nCuba\nIran\nIraq",
            "line 2: names above the first heading: 'Chad', 'Cuba', 'Iran' and 1 more; expected",
        ),
        ("TEIR 1\nChad\nTIER 2\nCuba", "line 1: unknown heading; expected a heading"),
        (
            "TIER 1\nChad*\n* Special Case",
            "line 3: a heading, or a footnote to a name above",
        ),
        ("TIER 1\tTIER 2\nChad\tCuba\tIran", "line 2: no heading above this column"),
        ("TIER 1\t\tTIER 2\nChad\tIran\tCuba", "line 2: no heading above this column"),
        ("Chad\tTIER 1\nTIER 2\nCuba", "line 1: not a heading, though it names a tier"),
        ("Tier 2\tWatch List\nChad", "line 1: several headings on one line"),
        ("TIER 1\nChad\n891", "line 3: a page number, or the code of a country"),
        ("TIER 1  TIER 2\nChad  Cuba", "line 1: several headings on one line"),
    ],
)
def test_a_list_without_its_headings_is_refused(text: str, problem: str) -> None:
    """Names under no heading, headings without names and no names at all are one problem."""
    (found,) = problems_of(text)
    assert found.startswith(problem)


def test_and_ends_a_list_only_at_its_end() -> None:
    """In the middle of a list, or on a line that a comma ends, "and" is part of a name."""
    expected = ["NOR", "SCG", "SWE"]
    assert codes_in("Norway, Serbia and Montenegro,\nSweden") == expected
    assert codes_in("Norway, Serbia and Montenegro, Sweden") == expected
    assert codes_in("Norway, Serbia and Montenegro; Sweden") == expected
    assert codes_in("Norway, Sweden, and") == ["NOR", "SWE"]
    assert codes_in("Norway, and Serbia and Montenegro") == expected[:2]
    assert codes_in("Norway, Bosnia and Herzegovina, and\nKorea, South and Chad") == [
        *("NOR", "BIH", "KOR", "TCD")
    ]


def test_a_broken_name_is_joined_only_where_it_must_be() -> None:
    """Not over blank lines or bullets, and not with what is a name by itself."""
    for text in (
        "Papua New\n\nGuinea",
        "- Papua New\n- Guinea",
        "Guinea\nBissau",
        "Niger\nRepublic x",
    ):
        assert any("unknown country" in problem for problem in problems_of(f"TIER 1\n{text}"))
    for text in ("Korea\nSouth Korea", "Korea, South Korea", "Chad, Serbia and Montenegro\n" * 2):
        assert any(
            "Korea" in one or "one country or two" in one for one in problems_of(f"TIER 1\n{text}")
        )
    assert codes_in("El\nSalvador") == codes_in("EL\nSALVADOR") == ["SLV"]


def test_what_a_message_advises_is_taken() -> None:
    """`names=` settles what may be one country or two, and what several countries share."""
    names = {
        "Hong Kong, China": "HKG",
        "Congo": "COG",
        "Serbia and Montenegro": "SCG",
        "X, Y, Z": "TCD",
    }
    text = "Hong Kong, China, Congo\nX, Y, Z\nCuba, Serbia and\nMontenegro"
    assert codes_in(text, names=names) == ["HKG", "COG", "TCD", "CUB", "SCG"]
    assert codes_in("Chad, A, B, C", names={"A, B, C": "CUB"}) == ["TCD", "CUB"]
    assert codes_in("NA", names={"NA": "NAM"}) == ["NAM"]


def test_names_on_the_line_of_a_heading_are_read() -> None:
    """After a heading, with a count or without, names may stand on its line."""
    for text in ("Tier 1: Chad, Cuba", "TIER 1 (2) – Chad; Cuba", "Tier 1 (2)\tChad\tCuba"):
        assert [x.country.alpha_3 for x in tipdata.read_listing(text)] == ["TCD", "CUB"]


def test_headings_side_by_side_are_read_by_column() -> None:
    """A name belongs to the heading above its cell, and its lines and text are kept."""
    text = "Source\nTIER 1 (2)\tTIER 3\nNorway\tChad; Cuba\n\tPapua New\nSpain\tGuinea\n"
    listing = tipdata.read_listing(text)
    assert [(x.country.alpha_3, x.tier.short, x.line, x.text) for x in listing] == [
        ("NOR", "1", 3, "Norway"),
        ("TCD", "3", 3, "Chad"),
        ("CUB", "3", 3, "Cuba"),
        ("PNG", "3", 4, "Papua New\nGuinea"),
        ("ESP", "1", 5, "Spain"),
    ]
    assert listing.headings == ((2, Tier.TIER_1), (2, Tier.TIER_3))
    assert listing.columns()["code"] == ["NOR", "TCD", "CUB", "PNG", "ESP"]
    assert [*listing.columns()] == ["code", "name", "tier", "rank", "line", "text"]
    assert str(listing) == "5 countries: 2 on Tier 1, 3 on Tier 3; 1 line skipped"
    assert str(listing[0]) == "Norway: Tier 1 (line 3)"


def test_own_countries_are_read() -> None:
    """`registry=` has the countries."""
    own = countries.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    listing = tipdata.read_listing("TIER 1\nSomaliland", registry=REGISTRY.with_countries(own))
    assert [listed.country for listed in listing] == [own]
    assert isinstance(listing, TierListing)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "TIER 1\n" + ", ".join(f"x{i}" for i in range(n)),
        lambda n: "TIER 1\n" + "\n".join(f"x{i}" for i in range(n)),
        lambda n: "TIER 1\n" + " and ".join(f"x{i}" for i in range(n)),
        lambda n: "TIER 1\n" + "; ".join(f"Chad, x{i} and y{i}" for i in range(n)),
        lambda n: "TIER 1\n" + "\n".join("Guinea Guinea Bissau " * 9 + f"x{i}" for i in range(n)),
        lambda n: "TIER 1\n" + "\n".join(f"Chad and\nx{i} of" for i in range(n)),
        lambda n: "TIER 1\n" + "\t".join(f"x{i}*†1[1]" for i in range(n)),
        lambda n: "".join(f"TIER 1 x{i}\n" for i in range(n)),
    ],
    ids=["commas", "lines", "and", "semicolons", "crowded", "broken", "marks", "headings"],
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(
    make: "staticmethod[[int], str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part is looked up a few times, and only problems that are kept have suggestions."""
    asked, suggested = [0], [0]
    search, near = Names._meant, Nearby.to

    def count(self: Names, text: str) -> object:
        asked[0] += 1
        return search(self, text)

    def count_near(self: Nearby, text: str) -> object:
        suggested[0] += 1
        return near(self, text)

    monkeypatch.setattr(Names, "_meant", count)
    monkeypatch.setattr(Nearby, "to", count_near)
    found: list[int] = []
    for size in (100, 200):
        asked[0] = 0
        with pytest.raises(FormatError) as caught:
            tipdata.read_listing(make(size), max_problems=5, registry=fresh_registry())
        assert len(caught.value.problems) <= 5
        found.append(asked[0])
    assert found[1] <= 2 * found[0] + 200
    assert found[1] < 400 * 30
    assert suggested[0] <= 2 * 5 * 3


def fresh_registry() -> CountryRegistry:
    """Return a registry that remembers no suggestion."""
    return CountryRegistry(countries=REGISTRY.countries)
