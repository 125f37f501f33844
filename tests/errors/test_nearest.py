"""Suggestions: the known word nearest to one that is not known."""

import pytest

from tipdata.errors import InvalidValueError, Nearest, nearest

WORDS = ["funding", "accountable", "extending", "implementing", "partner"]


@pytest.mark.parametrize(
    ("given", "found"),
    [("Funding", "funding"), ("PARTNR", "partner"), ("implementer", "implementing"), ("xyz", "")],
)
def test_the_nearest_word_is_found_in_any_case(given: str, found: str) -> None:
    """Case does not matter, and what is like no word has no suggestion."""
    assert nearest(given, WORDS) == found


@pytest.mark.parametrize("given", [None, 5, b"funding", "f" * 101, ""])
def test_what_is_no_word_has_no_suggestion(given: object) -> None:
    """Only strings of a length that people mistype are compared."""
    assert nearest(given, WORDS) == ""


def test_the_words_keep_their_own_case() -> None:
    """A suggestion is a valid value, as it has to be written."""
    assert nearest("ngo", ["NGO", "donor"]) == "NGO"


def test_large_sets_are_searched_near_the_spelling() -> None:
    """Among 50,000 ids a slip at either end is still found, and a list is sorted by likeness."""
    ids = [f"organization-{number:05}-{number % 7}" for number in range(50_000)]
    near = Nearest(ids)
    for wanted in ids[::2_500]:
        assert wanted in near.to(wanted[:-1] + "x")
        assert wanted in near.to("q" + wanted[1:])
    assert len(near.to("organization-00001-1", 5)) == 5


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    """The error lists what is valid and names what was probably meant."""
    error = InvalidValueError.unknown_word("role", "fundign", WORDS)
    assert error.nearest == "funding"
    assert str(error) == (
        "role: expected one of 'funding', 'accountable', 'extending', 'implementing', 'partner', "
        "got 'fundign'; did you mean 'funding'?"
    )
