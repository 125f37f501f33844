"""The table of folded names saves folding them, and changes no answer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tipdata
from tipdata.countries import Country, CountryRegistry, default
from tipdata.countries._index import index_names
from tipdata.countries._packaged import packaged_forms
from tipdata.errors import TipdataError

SPELLINGS = Path(__file__).parents[1] / "files" / "spellings.tsv"
PACKAGED = default()
FOLDING = CountryRegistry(countries=PACKAGED.countries, successions=PACKAGED.successions)
"""An equal registry, which folds the names itself."""


def test_the_table_is_what_folding_gives() -> None:
    """Each form that folding makes of a name of a country is in the table with its countries."""
    names = ((country.alpha_3, country.spellings) for country in PACKAGED)
    assert packaged_forms() == index_names({}, names).by_form


def answer(registry: CountryRegistry, text: str) -> tuple[str, str]:
    """Return the code of what a string means, or what the error says."""
    try:
        return registry.resolve(text).alpha_3, ""
    except TipdataError as error:
        return "", str(error)


def strings() -> Iterator[str]:
    """Yield the codes and names of all countries, and what published tables print."""
    for country in PACKAGED:
        yield from (country.alpha_3, country.alpha_2 or "", country.numeric or "")
        yield from country.spellings
    lines = SPELLINGS.read_text(encoding="utf-8").splitlines()[1:]
    yield from (line.split("\t")[2] for line in lines)


@pytest.mark.parametrize("change", [str, str.lower, str.upper, " {} ".format, "The {}".format])
def test_a_registry_that_folds_its_names_answers_alike(change: Callable[[str], str]) -> None:
    """However a string is written, it means the same with the table and without, or is refused alike."""
    assert FOLDING == PACKAGED
    for text in {*map(change, strings())}:
        assert answer(PACKAGED, text) == answer(FOLDING, text), text


def test_suggestions_are_alike() -> None:
    """A misspelled name suggests the same countries by the same names."""
    for country in PACKAGED:
        for name in country.spellings:
            misspelled = name[:2] + name[1:-1]
            assert PACKAGED.suggest(misspelled) == FOLDING.suggest(misspelled)


def test_names_of_your_own_are_folded() -> None:
    """A registry with other names or countries knows these, and all that the packaged one knows."""
    own = Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland, Republic of")
    known = PACKAGED.with_countries(own).with_aliases({"Kirgizlandia": "KGZ"})
    assert known.resolve("republic of SOMALILAND") is own
    assert known.resolve("KIRGIZLANDIA").alpha_3 == "KGZ"
    assert known.resolve("Côte d’Ivoire").alpha_3 == "CIV"
    assert "Kirgizlandia" not in PACKAGED


def test_a_registry_is_asked_for_nothing_that_another_knows() -> None:
    """A registry without countries does not take those of the table."""
    with pytest.raises(tipdata.errors.UnknownCountryError):
        CountryRegistry(countries=()).resolve("Kenya")
