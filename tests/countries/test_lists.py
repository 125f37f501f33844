"""Strings with several names: lists of countries are refused, two names of one country are not."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipdata import countries
from tipdata.countries._mending import mend
from tipdata.countries.folding import fold
from tipdata.data import rows
from tipdata.errors import AmbiguousCountryError, InvalidValueError, UnknownCountryError

REGISTRY = countries.default()
AMBIGUOUS = {row[1] for row in rows("country_names.tsv") if row[2] == "ambiguous"}
CLEAR = [(c.alpha_3, n) for c in REGISTRY for n in c.spellings if n not in AMBIGUOUS]
LISTS = (
    "/",
    " / ",
    ";",
    "; ",
    "|",
    " | ",
    "+",
    " + ",
    "\n",
    "\r\n",
    "\u2028",
    " & ",
    " and ",
    ", ",
)
CLOSE = """China; Hong Kong; Macao; Taiwan; United Kingdom; British Virgin Islands; UK; Guinea; USA
Guinea-Bissau; Equatorial Guinea; Papua New Guinea; Serbia; Montenegro; Kosovo; Sudan; Niger
South Sudan; North Korea; South Korea; Netherlands; Aruba; Dominica; Dominican Republic; Nigeria
American Samoa; Samoa; France; Saint Martin; Sint Maarten; Ireland; Isle of Man; Bosnia; Trinidad
Antigua and Barbuda; Saint Kitts and Nevis; Wallis and Futuna; Kazakhstan; Kyrgyz Republic; Burma
Korea, South; Congo, Dem. Rep. of the; Congo, Rep.; Iran (Islamic Republic of); Türkiye; 392; JPN"""
SAMPLE = re.split(r"; |\n", CLOSE)
# What reads like a list of two countries and is the usual name of one.
PARTS = {"Hong Kong": "China", "Macao": "China", "Taiwan": "China"}
PARTS |= {"Aruba": "Netherlands", "Sint Maarten": "Netherlands", "Saint Martin": "France"}
NAMES_OF_ONE = {"Serbia & Montenegro", "Serbia and Montenegro"}
NAMES_OF_ONE |= {f"{part}, {whole}" for part, whole in PARTS.items()}
NAMES_OF_ONE |= {f"{whole}, {part}" for part, whole in PARTS.items()}


def code_of(text: str) -> str | None:
    """Return the alpha-3 code that a string resolves to, or `None` if it is refused."""
    try:
        return countries.resolve(text).alpha_3
    except (UnknownCountryError, AmbiguousCountryError):
        return None


@pytest.mark.parametrize("separator", LISTS)
def test_lists_are_refused(separator: str) -> None:
    """Two countries with a separator between them are refused, whatever one would fold to."""
    for first, second in itertools.permutations(SAMPLE, 2):
        text = f"{first}{separator}{second}"
        if countries.resolve(first) is countries.resolve(second):
            continue
        assert (code_of(text) is None) == (text not in NAMES_OF_ONE), text


@pytest.mark.parametrize("separator", LISTS)
def test_the_error_of_a_list_names_what_it_lists(separator: str) -> None:
    """The error of a list says how many countries it names and which; it suggests neither."""
    few = [name for name in SAMPLE if not re.search("[,&]| and ", name)]
    for several in (*itertools.pairwise(few), ("Kenya", "Chad", "Mali"), ("Japan", "Qatar", "JPN")):
        found = list(dict.fromkeys(map(countries.resolve, several)))
        text = separator.join(several)
        if len(found) > 1 and text not in NAMES_OF_ONE:
            with pytest.raises(UnknownCountryError) as caught:
                countries.resolve(text)
            names = [f"{country.name} ({country.alpha_3})" for country in found]
            number = "two" if len(found) == 2 else "3"
            said = f"it lists {number} countries: {', '.join(names[:-1])} and {names[-1]}"
            assert str(caught.value).endswith(said)
            assert caught.value.nearest == ()


def test_a_long_list_is_cut_short() -> None:
    """The error of a list names five countries and counts the others."""
    text = "; ".join(country.name for country in list(REGISTRY)[:12])
    with pytest.raises(
        UnknownCountryError, match=r"lists 12 countries: (.* \(...\),? ){5}and 7 more$"
    ):
        countries.resolve(text)


def test_names_beside_each_other_agree() -> None:
    """A code beside a name, or two names of one country, mean that country."""
    for code, name in CLEAR:
        texts = [f"{code}: {name}", f"{code} - {name}", f"{name} - {code}"]
        if not re.search("[/;]", name):
            texts += [f"{name}/{code}", f"{code}; {name}", f"{name} | {code}", f"{name}+{code}"]
        if "[" not in name:
            texts.append(f"{name} [{code}]")
        for text in texts:
            assert code_of(text) == code, text
        other = "KEN" if code != "KEN" else "TCD"
        for text in texts if code not in name else ():
            assert code_of(text.replace(code, other)) is None, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Burma / Myanmar", "MMR"), ("Swaziland; Eswatini", "SWZ"), ("Holland | The Netherlands", "NLD"),
        ("Zaire/Congo", "COD"), ("Czechia/Czech Republic/CZE", "CZE"), ("Bosnia/Herzegovina", "BIH"),
        ("Bosnia and\nHerzegovina", "BIH"), ("New\r\nZealand", "NZL"), ("South\nSudan", "SSD"),
        ("Congo\n(Kinshasa)", "COD"), ("Kenya\nKEN", "KEN"), ("Trinidad & Tobago", "TTO"),
        ("Falkland Islands (Malvinas) (the)", "FLK"), ("Bolivia (Plurinational State of) (BOL)", "BOL"),
        ("Cocos (Keeling) Islands (the)", "CCK"), ("Micronesia (Federated States of) [FSM]", "FSM"),
    ],
)  # fmt: skip
def test_one_country_is_no_list(text: str, code: str) -> None:
    """Two names of one country, a name over two lines and two pairs of brackets resolve."""
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Guinea / Bissau", "Guinea;Bissau", "UK / Virgin Islands", "UK\nVirgin Islands", "Korea/South",
        "South/Korea", "Kenya/", "/Kenya", "Kenya;;KEN", "Kenya |", "+ Kenya", "Congo/China", "n/a",
        "Kenya/Atlantis", "Kenya (KEN", "Kenya (KEN))", "Kenya )KEN(", "Kenya (the (KEN))",
        "KEN:Kenya:", "KEN: ", ": Kenya", "Kenya (Kenya-)",
    ],
)  # fmt: skip
def test_separators_are_no_blanks(text: str) -> None:
    """A slash or a semicolon is never a blank; each part must mean the country by itself."""
    assert code_of(text) is None


def test_own_names_with_separators_resolve() -> None:
    """A user's own name is a name however it is written, and only as it is written."""
    named = REGISTRY.with_aliases({"Guinea / Bissau": "GNB", "Kenya; Chad": "KEN"})
    assert named.resolve("guinea/bissau").alpha_3 == "GNB"
    assert named.resolve("KENYA;CHAD").alpha_3 == "KEN"
    for text in ("Kenya / Chad", "Guinea; Bissau"):
        with pytest.raises(UnknownCountryError):
            named.resolve(text)
    assert (
        REGISTRY.with_aliases({"Burma Myanmar": "MMR"}).resolve("Burma\nMyanmar").alpha_3 == "MMR"
    )


def test_a_code_is_read_as_a_name_too() -> None:
    """A code that abbreviates another country's name is ambiguous, as any such string."""
    named = REGISTRY.with_aliases({"Islands": "ALA"})
    for text in ("ISL", "isl", " Isl "):
        with pytest.raises(AmbiguousCountryError):
            named.resolve(text)


def damaged(text: str, encoding: str) -> str:
    """Return what a reader of a one-byte encoding makes of a string in UTF-8."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp1251"])
def test_utf_8_read_in_another_encoding_resolves(encoding: str) -> None:
    """Each name resolves when its UTF-8 was read as a one-byte encoding, and is a valid alias."""
    tried = 0
    for code, name in CLEAR:
        if not name.isascii():
            tried += 1
            assert code_of(damaged(name, encoding)) == code, name
    assert tried > 150
    text = damaged("Ækvatorö", encoding)
    assert code_of(text) is None
    assert REGISTRY.with_aliases({text: "GNQ"}).resolve("Ækvatorö").alpha_3 == "GNQ"


def test_quotes_and_dashes_of_cp1252_resolve() -> None:
    """The bytes of cp1252 for quotes and dashes, read as Latin-1, are quotes and dashes."""
    for code, name in CLEAR:
        texts = [name.replace("'", mark) for mark in "\x91\x92"]
        texts += [name.replace("-", mark) for mark in "\x96\x97"]
        for text in (*texts, f"\x93{name}\x94"):
            assert code_of(text) == code, text
    named = REGISTRY.with_aliases({"Ivory\x92s Coast": "CIV"})
    assert named.resolve("Ivory's Coast").alpha_3 == "CIV"


def test_no_name_looks_damaged() -> None:
    """No name is taken for one that was read in a wrong encoding."""
    assert [name for _, name in CLEAR if mend(name) != name] == []


@given(
    st.lists(
        st.sampled_from(sorted({w for _, n in CLEAR for w in n.split()})), min_size=1, max_size=5
    )
)
def test_folding_twice_is_folding_once(words: list[str]) -> None:
    """A folded form folds to itself."""
    folded = fold(" ".join(words))
    if folded is not None:
        again = fold(folded.straight)
        assert again is not None
        assert again.straight == folded.straight


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Қазақстан", "KAZ"), ("Казахстан", "KAZ"), ("Кыргызстан", "KGZ"), ("Oʻzbekiston", "UZB"),
        ("O‘zbekiston", "UZB"), ("Ўзбекистон", "UZB"), ("Тоҷикистон", "TJK"), ("Türkmenistan", "TKM"),
        ("Россия", "RUS"), ("Україна", "UKR"), ("Հայաստան", "ARM"), ("საქართველო", "GEO"),
        ("Azərbaycan", "AZE"), ("Ελλάδα", "GRC"), ("EL", "GRC"), ("العراق", "IRQ"), ("ایران", "IRN"),
        ("भारत", "IND"), ("中国", "CHN"), ("日本", "JPN"), ("대한민국", "KOR"), ("ไทย", "THA"),
        ("Naoero", "NRU"), ("Republic of Naoero", "NRU"), ("Surinam", "SUR"), ("Deutschland", "DEU"),
        ("España", "ESP"), ("Kosovë", "XKX"), ("འབྲུག་ཡུལ", "BTN"), ("КАЗАХСТАН", "KAZ"),
    ],
)  # fmt: skip
def test_countries_are_known_by_their_own_names(text: str, code: str) -> None:
    """Names in official languages and scripts resolve."""
    assert code_of(text) == code


def test_a_damaged_alias_is_valid_and_a_fragment_is_not() -> None:
    """An alias may be damaged, but not truncated."""
    with pytest.raises(InvalidValueError):
        REGISTRY.with_aliases({"CÃ´te dâ€™": "CIV", "CÃ´te (": "CIV"})


@pytest.mark.parametrize(
    "parts", ["KEN: Kenya - ", "KEN/", "Kenya (", "Kenya, ", "KEN & ", "KEN\n"]
)
def test_a_string_of_many_parts_is_read_at_once(parts: str) -> None:
    """A string of as many parts as fit is compared a bounded number of times."""
    text = (parts * 200)[:198].rstrip(" -,&(/:\n") + "x"
    with pytest.raises(UnknownCountryError) as caught:
        countries.resolve(text)
    assert str(caught.value).startswith("unknown country 'KEN" if "KEN" in parts else "unknown")


def test_a_control_stands_for_the_byte_of_its_number() -> None:
    """A name is mended whatever byte the wrong encoding did not define, beside letters that it did."""
    for letter in ("\xc0", "\u0141", "\u012d", "\u0110", "\u015d"):
        wrong = letter.encode().decode("latin-1") + "\u2019".encode().decode("cp1252")
        assert mend(wrong) == f"{letter}\u2019"
