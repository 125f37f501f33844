"""Countries, their codes and names, and which country a string means."""

import copy
import datetime
import pickle
import re
import subprocess
import sys
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import attrs
import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata import countries
from tipdata.countries import Bureau, Country, CountryName, CountryRegistry, Succession
from tipdata.countries._index import Index
from tipdata.countries.folding import fold
from tipdata.data import rows
from tipdata.dates import PartialDate, Period
from tipdata.errors import AmbiguousCountryError, InvalidValueError, UnknownCountryError

REGISTRY = countries.default()
SPELLINGS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "files" / "spellings.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]
TABLE = list(rows("country_names.tsv"))
AMBIGUOUS = {name for _, name, kind, *_ in TABLE if kind == "ambiguous"}
NAMES = sorted((c.alpha_3, name) for c in REGISTRY for name in c.spellings)
CLEAR = [(code, name) for code, name in NAMES if name not in AMBIGUOUS]
CODES = {code for c in REGISTRY for code in (c.alpha_3, c.alpha_2, c.numeric) if code}
FORMS = {form for _, name in NAMES for form in fold(name) or ()}
OWN = Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")


def code_of(text: str) -> str | None:
    """Return the alpha-3 code that a string resolves to, or `None` if it is refused."""
    try:
        return countries.resolve(text).alpha_3
    except (UnknownCountryError, AmbiguousCountryError):
        return None


def assessed() -> set[str]:
    """Return the codes of the countries that some edition has."""
    return {row[0] for row in rows("assessments.tsv")}


def test_codes_are_those_of_iso_3166() -> None:
    """The codes are pycountry's, all 249, and four entities stand beside them."""
    ours = {c.alpha_3: (c.alpha_2, c.numeric) for c in REGISTRY if c.code_status == "official"}
    assert ours == {c.alpha_3: (c.alpha_2, c.numeric) for c in pycountry.countries}
    others = {c.alpha_3: (c.alpha_2, c.numeric, c.code_status) for c in REGISTRY}
    assert {code: others[code] for code in others.keys() - ours.keys()} == {
        "XKX": ("XK", None, "user-assigned"),
        "YUG": ("YU", "891", "withdrawn"),
        "SCG": ("CS", "891", "withdrawn"),
        "ANT": ("AN", "530", "withdrawn"),
    }


def test_names_of_iso_resolve() -> None:
    """Every name that pycountry has means the same country here, but for the two of Congo."""
    for theirs in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            name = getattr(theirs, field, None)
            if name == "Congo":
                assert code_of(name) is None
            elif name:
                assert code_of(name) == theirs.alpha_3, name
    for code in ("YUG", "SCG", "ANT"):
        withdrawn = pycountry.historic_countries.get(alpha_3=code)
        assert withdrawn is not None
        assert code_of(withdrawn.name) == code


def test_withdrawn_names_of_other_states_are_refused() -> None:
    """No state that ISO has withdrawn is taken for one of today that is not its successor."""
    kept = {"AFI": "DJI", "HVO": "BFA", "NHB": "VUT", "RHO": "ZWE", "ZAR": "COD", "DHY": "BEN"}
    kept |= {"BUR": "MMR", "TMP": "TLS", "YUG": "YUG", "SCG": "SCG", "ANT": "ANT", "FXX": "FRA"}
    kept |= {"ATF": "ATF"}
    for theirs in pycountry.historic_countries:
        assert code_of(theirs.name) in {None, kept.get(theirs.alpha_3)}, theirs.name


def test_codes_are_read_in_any_case() -> None:
    """A code means its country in `get` and in `resolve`, in upper and in lower case."""
    for code in CODES - {"891"}:
        country = countries.get(code)
        assert code in {country.alpha_3, country.alpha_2, country.numeric}
        for text in (code, code.lower(), code.title(), f" {code}\n"):
            assert countries.resolve(text) is country
        assert countries.get(code.lower()) is country


@pytest.mark.parametrize(("code", "kind", "spelling"), SPELLINGS)
def test_spellings_of_real_tables(code: str, kind: str, spelling: str) -> None:
    """What published tables print resolves; misspellings are refused and suggested aright."""
    if kind in {"name", "shorthand"}:
        assert countries.resolve(spelling).alpha_3 == code
    elif kind == "misspelling":
        with pytest.raises(UnknownCountryError) as caught:
            countries.resolve(spelling)
        assert countries.suggest(spelling)[0].country.alpha_3 == code
        assert caught.value.nearest[0] == countries.get(code).name
    else:
        with pytest.raises(AmbiguousCountryError) as ambiguous:
            countries.resolve(spelling)
        assert code in dict(ambiguous.value.candidates)


def test_each_name_means_one_country() -> None:
    """No name of one country means another; what is ambiguous is marked so in the table."""
    for code, name in CLEAR:
        assert code_of(name) == code, name
    for name in AMBIGUOUS:
        with pytest.raises(AmbiguousCountryError) as caught:
            countries.resolve(name)
        meant = {code for code, n, kind, *_ in TABLE if n == name and kind == "ambiguous"}
        assert dict(caught.value.candidates).keys() == meant
        assert len(meant) > 1


def test_no_name_is_another_countrys_code() -> None:
    """A name in the form of a code is no other country's code."""
    for code, name in NAMES:
        if name.upper() in CODES:
            assert code_of(name) == code, name


def test_no_alias_is_superfluous() -> None:
    """No alias has the folded words of another name of its country."""
    for country in REGISTRY:
        for alias in country.aliases:
            folded = fold(alias)
            assert folded is not None, alias
            others = [name for name in country.spellings if name != alias]
            assert folded.straight not in {f for o in others for f in fold(o) or ()}, alias


def test_tables_are_sorted_and_complete() -> None:
    """The tables are sorted, hold no row twice, and name only countries that are there."""
    codes = [row[0] for row in rows("countries.tsv")]
    assert codes == sorted(set(codes))
    keys = [(code, kind, until or "9999") for code, _, kind, _, until in TABLE]
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)
    assert len({tuple(row) for row in TABLE}) == len(TABLE)
    assert {row[0] for row in TABLE} <= set(codes)
    assert {kind for _, _, kind, *_ in TABLE} == {"alias", "ambiguous", "dated", "hint"}


def variants(name: str) -> set[str]:
    """Return a name as other people would write it."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return {
        name.upper(),
        name.lower(),
        name.title(),
        bare,
        unicodedata.normalize("NFD", name),
        f"  {name.replace(' ', '   ')}\t",
        name.replace(" ", "\N{NO-BREAK SPACE}"),
        name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        name.replace("-", "\N{NON-BREAKING HYPHEN}"),
        name.replace("&", " and "),
        name.replace(" and ", " & "),
        name.replace("Saint ", "St. "),
        f"\N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}",
        f"The {name}",
        f"{name}*",
    }


def test_case_accents_and_punctuation_fold() -> None:
    """Every name resolves alike in other case, without accents, with other quotes and spaces."""
    for code, name in CLEAR:
        for text in variants(name):
            assert code_of(text) == code, text


@given(st.sampled_from(CLEAR), st.data())
def test_case_folds_letter_by_letter(known: tuple[str, str], data: st.DataObject) -> None:
    """Every name resolves alike whichever of its letters are capitals."""
    code, name = known
    flips = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    text = "".join(c.swapcase() if flip else c for c, flip in zip(name, flips, strict=True))
    assert code_of(text) == code


@pytest.mark.parametrize("end", ["-", ",", " (", "(", " -", ", ", "–", "[", " [", "/", ";", " &"])
def test_cut_off_names_are_refused(end: str) -> None:
    """A name that begins or ends in a hyphen, a comma or an opening bracket is refused."""
    for _, name in NAMES:
        for text in (name + end, end + name):
            with pytest.raises(UnknownCountryError):
                countries.resolve(text)


def test_truncated_names_are_names_or_refused() -> None:
    """The beginning of a name resolves only if its own words are a known name, or a code."""
    for _, name in NAMES:
        for end in range(1, len(name)):
            text = name[:end]
            if (found := code_of(text)) is not None:
                folded = fold(text)
                assert folded is not None
                known = {folded.straight, folded.inverted} & FORMS
                parts = [code_of(part) for part in re.split(r" - |[(/,;]", text.rstrip(")"))]
                assert known or text.strip().upper() in CODES or set(parts) == {found}, text


@pytest.mark.parametrize(("before", "after"), [("KEN", "XSL"), ("XSL", "KEN")])
def test_a_succession_is_of_known_countries(before: str, after: str) -> None:
    """A registry refuses a succession of which it lacks either country."""
    lost = Succession(
        predecessor=before, successor=after, date=PartialDate(1991), kind="separation"
    )
    with pytest.raises(InvalidValueError, match=r"successions: expected codes of .*, got 'XSL'"):
        CountryRegistry(countries=[countries.get("KEN")], successions=[lost])


def test_a_slash_has_spaces_or_none() -> None:
    """A name with a slash or a semicolon is read with and without spaces beside it."""
    marked = [(code, name, mark) for code, name in CLEAR for mark in "/;" if mark in name]
    assert len(marked) > 8
    for code, name, mark in marked:
        parts = [part.strip() for part in name.split(mark)]
        for spaced in (mark, f" {mark} ", f"{mark} ", f" {mark}"):
            assert code_of(spaced.join(parts)) == code, name


def test_an_open_end_is_refused() -> None:
    """A name that ends in "of" or "of the" lacks its last word, whatever stands before."""
    for text in ("United States of", "United States of the", "Republic of", "the of the"):
        assert code_of(text) is None


def test_a_code_is_ascii() -> None:
    """A letter that only becomes one of a code in capitals makes none."""
    assert countries.get("usa").alpha_3 == "USA"
    for code in ("u\u017fa", "\u0131dn", "UſA", "USAA", "U", ""):
        with pytest.raises(UnknownCountryError):
            countries.get(code)


def test_a_spelling_is_folded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has been resolved is remembered, up to a bound."""
    asked: list[str] = []
    find = Index.codes

    def count(self: Index, text: str) -> Collection[str]:
        asked.append(text)
        return find(self, text)

    monkeypatch.setattr(Index, "codes", count)
    registry = CountryRegistry(countries=[countries.get("KEN")])
    for _ in range(3):
        assert registry.resolve("kenya.").alpha_3 == "KEN"
    assert asked == ["kenya."]
    monkeypatch.setattr(countries, "_REMEMBERED", 0)
    for _ in range(2):
        assert registry.resolve("Kénya").alpha_3 == "KEN"
    assert asked[1:] == ["Kénya"] * 2


@given(st.text(max_size=12) | st.text("abcdefghijklmnopqrstuvwxyz ,.-()", max_size=9))
def test_other_text_is_refused(text: str) -> None:
    """No text resolves whose folded words are neither a known name nor a code."""
    folded = fold(text)
    known = folded is not None and bool({folded.straight, folded.inverted} & FORMS)
    if not known and text.strip().upper() not in CODES:
        assert code_of(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Korea, South", "KOR"), ("Korea South", "KOR"), ("N. Korea", "PRK"),
        ("Republic of Korea", "KOR"), ("Korea, Rep.", "KOR"), ("Korea, Dem. People's Rep.", "PRK"),
        ("DPR Korea", "PRK"), ("Egypt, Arab Rep.", "EGY"), ("Egypt Arab Rep", "EGY"),
        ("Venezuela, RB", "VEN"), ("Yemen, Rep.", "YEM"), ("Micronesia, Fed. Sts.", "FSM"),
        ("Congo, Dem. Rep.", "COD"), ("Congo, Rep.", "COG"), ("DR Congo", "COD"),
        ("Congo-Kinshasa", "COD"), ("Congo Brazzaville", "COG"),
        ("Congo (Congo-Brazzaville)", "COG"), ("Lao PDR", "LAO"), ("Gambia, The", "GMB"),
        ("Hong Kong SAR, China", "HKG"), ("China, Hong Kong SAR", "HKG"),
        ("China, P.R.: Hong Kong", "HKG"), ("Macao SAR, China", "MAC"),
        ("Taiwan Province of China", "TWN"), ("Chinese Taipei", "TWN"),
        ("Republic of China", "TWN"), ("IR Iran", "IRN"), ("Iran (Islamic Republic of)", "IRN"),
        ("Korea DPR", "PRK"), ("Burma/Myanmar", "MMR"), ("Myanmar (formerly Burma)", "MMR"),
        ("U. S. A.", "USA"), ("Great Britain (UK)", "GBR"), ("Czechia (Czech Republic)", "CZE"),
        ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("TÜRKİYE", "TUR"), ("CÔTE D’IVOIRE", "CIV"),
        ("Timor Leste", "TLS"), ("eSwatini", "SWZ"), ("Eswatini (fmr. “Swaziland”)", "SWZ"),
        ("FYROM", "MKD"), ("Zaire", "COD"), ("Macedonia, FYR", "MKD"), ("Holland", "NLD"),
        ("Ceylon", "LKA"), ("West Bank and Gaza", "PSE"), ("Virgin Islands (U.S.)", "VIR"),
        ("Virgin Islands, British", "VGB"), ("newzealand", "NZL"), ("Guinea Bissau", "GNB"),
        ("Eq. Guinea", "GNQ"), ("Guinea, Equatorial", "GNQ"), ("Dominica", "DMA"),
        ("Dominican Rep.", "DOM"), ("Samoa, American", "ASM"), ("Niger", "NER"), ("Nigeria", "NGA"),
        ("St. Martin (French part)", "MAF"), ("St Maarten", "SXM"), ("Kosovo*", "XKX"),
        ("United Republic of Tanzania (the)", "TZA"), ("Solomon Isds", "SLB"),
        ("Sudan (South)", "SSD"),
    ],
)  # fmt: skip
def test_styles_of_other_publishers(text: str, code: str) -> None:
    """The styles of ISO, the UN, the World Bank, the IMF, the CIA and others resolve."""
    assert countries.resolve(text).alpha_3 == code


@pytest.mark.parametrize(
    "text",
    [
        "Northern Ireland", "Ireland, Northern", "England", "Scotland", "Soviet Union", "USSR",
        "Czechoslovakia", "East Germany", "German Democratic Republic", "Northern Cyprus", "Guiana",
        "Gaza", "United States of", "Republic of", "The", "of", "North", "South", "Saint",
        "Niger ia", "Congo (Kinshasa", "Kazakhstan (Uzbekistan)", "Serbia (Kosovo)", "Sudan/Egypt",
        "Iran 1", "Libya[1]", "Ni?er", "4", "04", "٣٩٨", "Kazakhstan\0", "()", "-", "…", "Росия",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(text: str) -> None:
    """Parts of countries, states that ended, two countries at once and fragments are refused."""
    with pytest.raises(UnknownCountryError):
        countries.resolve(text)


@pytest.mark.parametrize(
    "value", ["", "  ", "\ud800", 5, None, b"KAZ", 2.5, ["KAZ"], {}, "é" * 201]
)
def test_bad_values_are_refused(value: Any) -> None:
    """What is no text of a name is refused by `resolve` and `get`, and by `suggest` if no string."""
    for ask in (countries.resolve, countries.get):
        with pytest.raises(UnknownCountryError) as caught:
            ask(value)
        assert caught.value.text is value
        str(caught.value).encode("utf-8")
    if isinstance(value, str):
        assert countries.suggest(value) == ()
    else:
        with pytest.raises(InvalidValueError, match="text: expected a string"):
            countries.suggest(value)


def test_a_huge_text_is_refused_at_once() -> None:
    """10 MB of text are refused, named by their beginning, and get no suggestion."""
    text = "Kazakhstan " * 1_000_000
    with pytest.raises(UnknownCountryError) as caught:
        countries.resolve(text)
    assert len(str(caught.value)) < 120
    assert "11,000,000 characters" in str(caught.value)
    assert caught.value.nearest == ()


def test_errors_as_printed() -> None:
    """The errors say what was given, and what comes near or may be meant."""
    cases = {
        "Kyrgystan": "unknown country 'Kyrgystan'; did you mean 'Kyrgyzstan' (KGZ)?",
        "Guinea-": "unknown country 'Guinea-'; did you mean 'Guinea' (GIN)?",
        "Korea,": "unknown country 'Korea,'; did you mean 'South Korea' (KOR) "
        "or 'North Korea' (PRK)?",
        "England": "unknown country 'England'; did you mean 'United Kingdom' (GBR)?",
        "Kenya; Chad": "unknown country 'Kenya; Chad'; "
        "it lists two countries: Kenya (KEN) and Chad (TCD)",
        "51": "unknown country '51'; the ISO 3166 number '051' is Armenia (ARM)",
        "qqqq": "unknown country 'qqqq'",
        "891": "'891' is ambiguous: it may mean Serbia and Montenegro (SCG) or Yugoslavia (YUG)",
        "Congo": "'Congo' is ambiguous: it may mean Democratic Republic of the Congo (COD) "
        "or Republic of the Congo (COG)",
    }
    for text, message in cases.items():
        with pytest.raises(LookupError) as caught:
            countries.resolve(text)
        assert str(caught.value) == message
        assert pickle.loads(pickle.dumps(caught.value)) == caught.value  # noqa: S301 - our own
    with pytest.raises(UnknownCountryError, match="got 5"):
        countries.resolve(5)  # type: ignore[arg-type]


def test_bureaus_are_those_of_the_assessed() -> None:
    """The 192 countries that the report has ever placed have a bureau and a report name."""
    have = {c.alpha_3 for c in REGISTRY if c.bureau}
    assert have == {c.alpha_3 for c in REGISTRY if c.report_name} == assessed()
    assert len(have) == 192
    some: dict[str, Bureau] = {"CAN": "WHA", "TUR": "EUR", "MRT": "AF", "IRN": "NEA", "MNG": "EAP"}
    some |= {"KAZ": "SCA", "SDN": "AF", "CUW": "WHA", "USA": "WHA", "CYP": "EUR", "TLS": "EAP"}
    assert {code: countries.get(code).bureau for code in some} == some


def test_names_over_time() -> None:
    """A renamed country has one name for each year, and the last is that of today."""
    for country in REGISTRY:
        if country.names:
            for year in range(2001, 2026):
                assert sum(dated.covers(year) for dated in country.names) == 1
            assert country.names[-1].until is None
            assert country.name_in(2025) == country.report_name == country.name
    assert [countries.get("SWZ").name_in(y) for y in (2001, 2018, 2019)] == [
        "Swaziland", "Swaziland", "Eswatini",
    ]  # fmt: skip
    assert countries.get("MKD").name_in(2018) == "Macedonia"
    assert countries.get("TUR").name_in(2022) == "Turkey"
    assert countries.get("KGZ").name_in(2010) == countries.get("KGZ").label == "Kyrgyz Republic"
    with pytest.raises(InvalidValueError):
        countries.get("KGZ").name_in("2010")  # type: ignore[arg-type]


def test_successions_meet_the_spans() -> None:
    """A successor begins when it succeeds; what was renamed or dissolved ends then."""
    for succession in REGISTRY.successions:
        before, after = countries.get(succession.predecessor), countries.get(succession.successor)
        assert before.span.overlaps(succession.date)
        assert after.span.overlaps(succession.date)
        assert after.span.start is not None
        assert succession.date.contains(after.span.start)
        if succession.kind == "separation":
            assert before.span.end is None
        else:
            assert before.span.end is not None
            assert succession.date.contains(before.span.end)


def test_successions_come_by_predecessor() -> None:
    """A registry lists its successions by predecessor and then successor, however they are given."""
    mixed = [
        attrs.evolve(one, predecessor=before, successor=after)
        for one in REGISTRY.successions[:1]
        for before, after in (("YUG", "SRB"), ("ANT", "SXM"), ("YUG", "MNE"), ("ANT", "CUW"))
    ]
    registry = CountryRegistry(countries=REGISTRY.countries, successions=mixed)
    pairs = [(one.predecessor, one.successor) for one in registry.successions]
    assert pairs == [("ANT", "CUW"), ("ANT", "SXM"), ("YUG", "MNE"), ("YUG", "SRB")]


def test_predecessors_are_joined_but_not_across_a_separation() -> None:
    """A chain of names and dissolutions goes back to its oldest; a separation ends it."""
    chains = {"SRB": ["YUG", "SCG"], "MNE": ["YUG", "SCG"], "SCG": ["YUG"], "CUW": ["ANT"]}
    chains |= {"XKX": [], "SSD": [], "TLS": [], "KAZ": [], "YUG": []}
    for code, chain in chains.items():
        assert [c.alpha_3 for c in REGISTRY.predecessors(code)] == chain
    assert [s.successor for s in REGISTRY.successions_of("scg")] == ["MNE", "SRB"]
    assert REGISTRY.successions_of("KAZ") == ()
    with pytest.raises(UnknownCountryError):
        REGISTRY.predecessors("ZZZ")


def test_on_gives_what_existed_then() -> None:
    """`on` has a country in the years, months and on the days of its span and at no other time."""
    there = {code: [y for y in range(2001, 2026) if countries.get(code) in countries.on(y)]
             for code in ("YUG", "SCG", "SRB", "SSD", "ANT", "KAZ")}  # fmt: skip
    assert there["YUG"] == [2001, 2002, 2003]
    assert there["SCG"] == [2003, 2004, 2005, 2006]
    assert there["SRB"][0] == 2006
    assert there["SSD"][0] == 2011
    assert there["ANT"][-1] == 2010
    assert there["KAZ"] == list(range(2001, 2026))
    sudan = countries.get("SSD")
    assert sudan in countries.on(datetime.date(2011, 7, 9))
    assert sudan not in countries.on(datetime.date(2011, 7, 8))
    assert sudan in countries.on(PartialDate(2011, 7))
    assert sudan not in countries.on(PartialDate(2011, 6))
    for bad in (True, 0, "2011", None):
        with pytest.raises(ValueError, match="expected"):
            countries.on(bad)  # type: ignore[arg-type]


def test_own_countries_and_aliases() -> None:
    """A registry with more countries or names is a new one, and the old one stays as it was."""
    own = REGISTRY.with_countries(OWN)
    assert own.resolve("somaliland") is own.get("XSL") is OWN
    assert len(own) == len(REGISTRY) + 1
    assert [c.alpha_3 for c in own] == sorted(c.alpha_3 for c in own)
    assert "XSL" not in REGISTRY
    named = REGISTRY.with_aliases({"The Pearl": "QAT", "Россия": "ru", "भारत": "IND"})
    assert [named.resolve(t).alpha_3 for t in ("pearl", "РОССИЯ", "भारत")] == ["QAT", "RUS", "IND"]
    assert named.resolve("Qatar") == named.get("QAT") != REGISTRY.get("QAT")
    assert named != REGISTRY
    assert code_of("pearl") is None


def test_clashing_aliases_are_ambiguous() -> None:
    """An alias that means another country as well wins over nothing."""
    clash = REGISTRY.with_aliases({"Guinea": "GNB", "FRA": "DEU"})
    for text in ("Guinea", "guinea", "FRA", "fra"):
        with pytest.raises(AmbiguousCountryError):
            clash.resolve(text)
    assert clash.get("FRA").name == "France"
    with pytest.raises(UnknownCountryError):
        REGISTRY.with_aliases({"Elsewhere": "ZZZ"})
    for alias in ("", "Guinea-", "!", 5):
        with pytest.raises(InvalidValueError, match=r"Country\.aliases"):
            REGISTRY.with_aliases({alias: "GIN"})  # type: ignore[dict-item]


def test_an_impossible_registry_cannot_be_built() -> None:
    """Codes are unique, and successions are of countries that are there."""
    with pytest.raises(InvalidValueError, match="unique alpha-3 codes, got 'XSL'"):
        CountryRegistry(countries=[OWN, attrs.evolve(OWN, name="Another")])
    with pytest.raises(InvalidValueError, match="a Country, got 'KAZ'"):
        CountryRegistry(countries=["KAZ"])  # type: ignore[list-item]
    lost = Succession(predecessor="SOM", successor="XSL", date=PartialDate(1991), kind="separation")
    with pytest.raises(InvalidValueError, match="'SOM'"):
        CountryRegistry(countries=[OWN], successions=[lost])
    joined = REGISTRY.with_countries(OWN, successions=[lost])
    assert joined.successions_of("SOM") == (lost,)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("alpha_3", "kaz"), ("alpha_3", "KA"), ("alpha_2", "kz"), ("alpha_2", "K2"),
        ("numeric", "39"), ("numeric", 398), ("code_status", "unofficial"), ("name", ""),
        ("name", None), ("bureau", "XX"), ("aliases", {"A"}), ("aliases", 5), ("aliases", ("",)),
        ("names", ("Swaziland",)), ("span", "2011"), ("report_name", ""),
    ],
)  # fmt: skip
def test_impossible_countries_cannot_be_built(field: str, value: object) -> None:
    """A field that cannot hold its value is named in the error."""
    changes: Any = {field: value}
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(OWN, **changes)
    assert caught.value.field.partition("[")[0] == f"Country.{field}"


def test_a_name_cannot_end_before_it_begins() -> None:
    """The years of a name are report years and in order."""
    with pytest.raises(InvalidValueError, match="2019 or later"):
        CountryName(name="A", since=2019, until=2018)
    with pytest.raises(InvalidValueError, match=r"CountryName\.since"):
        CountryName(name="A", since=1999)


def test_a_country_resolves_to_itself() -> None:
    """A `Country` of the registry is returned, one that it does not have is refused."""
    kazakhstan = countries.get("KAZ")
    assert countries.resolve(kazakhstan) is kazakhstan
    assert kazakhstan in REGISTRY
    for stranger in (OWN, attrs.evolve(kazakhstan, name="Kazakhia")):
        assert stranger not in REGISTRY
        with pytest.raises(UnknownCountryError):
            countries.resolve(stranger)


def test_registries_are_values() -> None:
    """A registry is hashable and equal by content; the default one is pickled by reference."""
    again = CountryRegistry(countries=reversed(list(REGISTRY)), successions=REGISTRY.successions)
    assert again == REGISTRY
    assert hash(again) == hash(REGISTRY)
    assert pickle.loads(pickle.dumps(REGISTRY)) is REGISTRY is copy.deepcopy(REGISTRY)  # noqa: S301
    assert len(pickle.dumps(REGISTRY)) < 100
    own = REGISTRY.with_countries(OWN)
    own.resolve("Somaliland")
    assert pickle.loads(pickle.dumps(own)) == own  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(countries.get("KAZ"))) == countries.get("KAZ")  # noqa: S301
    assert repr(REGISTRY) == "<CountryRegistry: 253 countries>"
    assert {text in REGISTRY for text in ("KAZ", "KZ", "kaz", "398", "kazakhstan", "Congo")} == {
        True
    }
    assert {text in REGISTRY for text in ("ZZZ", "Atlantis", "", "x" * 1000)} == {False}
    for other in (5, None, ["KAZ"]):
        with pytest.raises(
            InvalidValueError, match="country: expected a code, a name or a Country"
        ):
            other in REGISTRY  # noqa: B015 - the question is what is tested


def test_an_open_span_is_always() -> None:
    """A country without a span exists whenever it is asked for."""
    assert OWN.span == Period()
    assert REGISTRY.with_countries(OWN).on(1)[-1] == REGISTRY.get("ZWE")
    assert OWN in REGISTRY.with_countries(OWN).on(datetime.date(9999, 12, 31))


def test_an_index_of_nothing_means_nothing() -> None:
    """A registry without countries refuses every text."""
    empty = CountryRegistry(countries=())
    assert len(empty) == 0
    assert empty.suggest("Kazakhstan") == ()
    assert Index({}, {}).codes("Kazakhstan") == set()
    with pytest.raises(UnknownCountryError):
        empty.resolve("Kazakhstan")


def test_import_reads_no_table() -> None:
    """Importing the module reads no file of data and does not load difflib."""
    code = (
        "import sys, tipdata.data as p; p.read_text = None;"
        "import tipdata.countries; assert 'difflib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
