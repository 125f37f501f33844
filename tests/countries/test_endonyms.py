"""The names of countries in their own languages and scripts; the oracle is CLDR's, in Babel."""

import re
import unicodedata

import pytest
from babel import Locale, UnknownLocaleError
from babel.languages import get_territory_language_info

from misspellings import misspell
from tipdata import countries
from tipdata.countries import Country
from tipdata.errors import AmbiguousCountryError, UnknownCountryError

REGISTRY = countries.default()
OF_THE_SOVIET_UNION = frozenset({
    "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM",
    "UKR", "UZB",
})  # fmt: skip
OF_TWO = {("BES", "Antia Hulandes")}
"""The one name in CLDR that another country had before."""

VARIANTS = [
    str.maketrans("يكه", "یکہ"),
    str.maketrans("یکہ", "يكه"),
    str.maketrans("يةأإآ", "ىهااا"),
    str.maketrans("ёйЁЙ", "еиЕИ"),
    str.maketrans("ʻʼ'’‘", "`" * 5),
]
"""Keyboards that write one letter as another."""


def own_names(country: Country) -> set[str]:
    """Return what CLDR calls a country in its official languages, in Russian if it was Soviet."""
    if country.alpha_2 is None:
        return set()
    known = get_territory_language_info(country.alpha_2).items()
    tags = [tag for tag, about in known if about["official_status"]]
    found = set[str]()
    for tag in [*tags, *(["ru"] if country.alpha_3 in OF_THE_SOVIET_UNION else [])]:
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        # Babel answers "und", an unknown language, with English.
        if tag.startswith(locale.language):
            found.add(locale.territories.get(country.alpha_2, country.name))
    return found - {country.alpha_2}


ENDONYMS = sorted((c.alpha_3, name) for c in REGISTRY for name in own_names(c))


def is_latin(text: str) -> bool:
    """Return whether every letter of a string is a Latin one."""
    return all("LATIN" in unicodedata.name(c) for c in text if unicodedata.category(c) in {"Lu", "Ll"})  # fmt: skip


def meant_by(text: str) -> set[str]:
    """Return the codes of the countries that a string means."""
    try:
        return {countries.resolve(text).alpha_3}
    except AmbiguousCountryError as error:
        return set(dict(error.candidates))


def test_every_country_knows_its_own_names() -> None:
    """Each name that CLDR has in an official language means its country, in any normal form."""
    assert len(ENDONYMS) > 300
    assert {code for code, _ in ENDONYMS} >= {c.alpha_3 for c in REGISTRY if c.bureau == "SCA"}
    for code, name in ENDONYMS:
        if (code, name) in OF_TWO:
            with pytest.raises(AmbiguousCountryError):
                countries.resolve(name)
            continue
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            for text in (name, name.upper(), name.lower(), name.casefold()):
                written = unicodedata.normalize(form, text)
                assert countries.resolve(written).alpha_3 == code, written


def test_any_keyboard_writes_the_names() -> None:
    """Other yehs, kafs and hehs, missing vowels, dots and hamzas lead to the same country."""
    for country in REGISTRY:
        for name in country.spellings:
            written_as = {name.translate(table) for table in VARIANTS}
            written_as |= {name.replace("ا", "ـا"), re.sub("[\u064b-\u0652]", "", name)}
            for written in written_as - {name}:
                assert meant_by(written) == meant_by(name), written


def test_latin_text_is_answered_in_latin() -> None:
    """No suggestion for a misspelled Latin name, and no error about it, is in another script."""
    for case in misspell(REGISTRY, 7)[::12]:
        if not case.text or not is_latin(case.text):
            continue
        assert all(is_latin(near.name) for near in countries.suggest(case.text)), case.text
        with pytest.raises(UnknownCountryError) as caught:
            countries.resolve(case.text)
        assert is_latin(str(caught.value))
