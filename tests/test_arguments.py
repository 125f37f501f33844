"""How arguments are read."""

import pytest

from tipdata._arguments import check_coding, check_gap, read_word
from tipdata.errors import InvalidValueError
from tipdata.tiers import CODINGS


@pytest.mark.parametrize("word", ["break", "bridge"])
def test_a_known_word_is_itself(word: str) -> None:
    """A word of the vocabulary is read as it is."""
    assert read_word("gap", word, ("break", "bridge")) == word


@pytest.mark.parametrize("given", ["Break", "brake", "", None, 1, ("break",), b"break"])
def test_any_other_value_is_refused(given: object) -> None:
    """Neither case nor type is forgiven; the error says what there is."""
    with pytest.raises(InvalidValueError, match="gap: expected one of 'break', 'bridge', got"):
        read_word("gap", given, ("break", "bridge"))


def test_codings_and_gaps_are_words() -> None:
    """The options that most analyses share are checked against their own vocabularies."""
    for coding in CODINGS:
        check_coding(coding)
    check_gap("bridge")
    with pytest.raises(InvalidValueError, match="did you mean 'ordinal'"):
        check_coding("ordnal")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="got 'brigde'; did you mean 'bridge'"):
        check_gap("brigde")  # type: ignore[arg-type]
