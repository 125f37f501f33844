"""The rules of fields: which values each takes, against a grammar and bounds written down here."""

import itertools
import re
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import pytest

from tipdata._wire import rules
from tipdata._wire.refusing import Validator, how_to_find_code, how_to_make
from tipdata._wire.strings import LINE, LINE_OR_EMPTY, TEXT, TEXT_OR_EMPTY, Form
from tipdata.errors import InvalidValueError

LAST_YEAR = 9999


@attrs.define
class Holder:
    """What holds the value of a field that a rule takes."""

    field: Any = None


ATTRIBUTE = attrs.fields(Holder).field


def held(rule: Validator, value: object) -> object:
    """Return what a field holds instead of a value, which is the value if that is right already."""
    holder = Holder(value)
    rule(holder, ATTRIBUTE, value)
    return holder.field


def takes(rule: Validator, value: object) -> bool:
    """Return whether a rule takes a value."""
    try:
        rule(None, ATTRIBUTE, value)
    except InvalidValueError:
        return False
    return True


GRAMMARS: dict[str, tuple[Validator, str]] = {
    "alpha_2": (rules.alpha_2, "[A-Z]{2}"),
    "alpha_3": (rules.alpha_3, "[A-Z]{3}"),
    "currency": (rules.currency, "[A-Z]{3}"),
    "numeric": (rules.numeric, "[0-9]{3}"),
    "slug": (rules.slug, "[a-z0-9]+(-[a-z0-9]+)*"),
    "language": (rules.language, "[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
    "hashtag": (rules.hashtag, r"#[\wé٣]+"),
    "identifier": (rules.identifier, r"[^\s\0]+"),
}
SHORT = ["".join(made) for n in range(4) for made in itertools.product("aB1-_#é٣ \0", repeat=n)]
PARTS = [
    "",
    "a",
    "uz",
    "UZ",
    "uzb",
    "uzbe",
    "UZBE",
    "1234",
    "a1",
    "Latn",
    "12345678",
    "123456789",
    "é",
]
JOINED = ["-".join(made) for n in (1, 2, 3) for made in itertools.product(PARTS, repeat=n)]


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_string_is_taken_as_its_grammar_says(name: str) -> None:
    """Of all short strings, and of all joined parts, a rule takes those of its grammar."""
    rule, grammar = GRAMMARS[name]
    fits = re.compile(grammar).fullmatch
    wrong = [one for one in (*SHORT, *JOINED) if takes(rule, one) != bool(fits(one))]
    assert not wrong
    for other in (None, 123, b"KAZ", ["KAZ"], 1.0):
        assert not takes(rule, other)


def test_an_address_has_a_scheme_and_a_rest_without_space() -> None:
    """Of all addresses made of these parts, those are taken that HTTP has."""
    schemes, rests = ("", "http:", "https://", "http://", "ftp://", "HTTP://"), SHORT[:111]
    for scheme, rest in itertools.product(schemes, rests):
        sound = scheme in {"https://", "http://"} and re.fullmatch(r"[^\s\0]+", rest)
        assert takes(rules.web_address, scheme + rest) == bool(sound)
    assert not takes(rules.web_address, b"https://winrock.org")


def test_a_language_tag_is_bounded() -> None:
    """A tag may be as long as programs read, and no longer."""
    for length in (997, 1000, 1003):
        tag = "uz" + "-1" * ((length - 2) // 2) + "1" * (length % 2)
        assert len(tag) == length
        assert takes(rules.language, tag) == (length <= 1000)


BOUNDS: dict[str, tuple[Validator, int | float, int | float]] = {
    "report_year": (rules.report_year, 2001, LAST_YEAR),
    "count": (rules.count, 0, 2**63 - 1),
    "share": (rules.share, 0.0, 1.0),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_is_taken_from_the_first_to_the_last(name: str) -> None:
    """The least and the greatest are taken, the next ones are not, and neither is another type."""
    rule, least, most = BOUNDS[name]
    step = 1e-9 if name == "share" else 1
    for value in (least, least + step, most - step, most):
        assert held(rule, value) is value
    for wrong in (least - step, most + step, True, False, str(most), None, float("nan")):
        assert not takes(rule, wrong)
    if name != "share":
        assert not takes(rule, float(least))
        assert type(held(rule, np.int64(most))) is int
        assert held(rule, np.int64(most)) == most


def test_a_boolean_is_nothing_else() -> None:
    """Only the two booleans are taken."""
    values = (True, False, 0, 1, "true", None, np.bool_(True))
    assert [takes(rules.boolean, one) for one in values] == [True] * 2 + [False] * 5


WORDS = ("", "a", " ", "b c", "é", "\u202e", "\n", "a\nb", " a", "\t", "\ud800")


def test_several_are_taken_if_each_is() -> None:
    """Of all tuples of strings, a rule of several takes those whose elements its rule takes."""
    for each, one in ((rules.identifiers, rules.identifier), (rules.each(rules.slug), rules.slug)):
        for n in range(4):
            for given in itertools.product(WORDS, repeat=n):
                sound = all(takes(one, value) for value in given)
                assert takes(each, given) == takes(each, [*given]) == sound
                if sound:
                    assert held(each, [*given]) == held(each, given) == given
        for wrong in (None, 5, {"a"}, iter("a"), (5,), ("a", None)):
            assert not takes(each, wrong)
        assert held(each, "a") == ("a",)


def test_the_wrong_one_of_several_is_named() -> None:
    """A refusal names the element by its number, and a single value by the field alone."""
    several = rules.each(rules.one_of(("red", "blue")))
    for number in range(3):
        given = ["red"] * 3
        given[number] = "rde"
        with pytest.raises(InvalidValueError) as caught:
            several(Holder(), ATTRIBUTE, given)
        error = caught.value
        assert (error.field, error.value) == (f"Holder.field[{number}]", "rde")
        assert (error.expected, error.nearest) == ("one of 'red', 'blue'", "red")
    with pytest.raises(InvalidValueError) as caught:
        several(None, ATTRIBUTE, "rde")
    assert caught.value.field == "field"


FORMS: dict[str, tuple[Validator, Form]] = {
    "line": (rules.line, LINE),
    "line_or_empty": (rules.line_or_empty, LINE_OR_EMPTY),
    "text": (rules.text, TEXT),
    "text_or_empty": (rules.text_or_empty, TEXT_OR_EMPTY),
}
CHARACTERS = ("a", " ", "\n", "\r", "\t", "\x85", "\u2028", "\u200b", "\ud800", "\u00a0", "\u200d")


@pytest.mark.parametrize("name", FORMS)
def test_a_string_is_tidied_or_refused_by_its_first_flaw(name: str) -> None:
    """Of all short strings, a rule holds the tidy ones and says of each other what is wrong."""
    rule, form = FORMS[name]
    is_line, may_be_empty = "line" in name, "empty" in name
    broken = "\n\r\x85\u2028" if is_line else "\x85\u2028"
    refused = broken + "\u200b\ud800" + "\t" * is_line
    for n in range(4):
        for value in map("".join, itertools.product(CHARACTERS, repeat=n)):
            tidy = value.strip() if is_line else value if value.strip() else ""
            first = next((one for one in tidy if one in refused), "")
            flaw = "" if tidy or may_be_empty else "blank"
            if first:
                flaw = "line break" if first in broken else "invisible"
                flaw = "surrogate" if "\ud800" in tidy else flaw
            assert form.flaw(value) == flaw
            if not flaw:
                assert held(rule, value) == tidy
                continue
            with pytest.raises(InvalidValueError) as caught:
                rule(None, ATTRIBUTE, value)
            meant = "".join(
                " " if one in broken else one for one in tidy if one not in refused or one in broken
            )
            meant = meant.strip() if is_line else meant if meant.strip() else ""
            assert caught.value.nearest == meant
    assert not takes(rule, None)
    assert not takes(rule, b"a")


def test_a_suggestion_is_short_and_bounded() -> None:
    """What was meant is suggested if it is short, and looked for only in what is not too long."""
    for length in (1, 59, 60, 61):
        meant = "a" * length
        assert LINE.suggest(f"{meant}\u200b") == (meant if length <= 60 else "")
    for breaks in (998, 999, 1000):
        assert LINE.suggest("a" + "\u200b" * breaks) == ("a" if breaks < 1000 else "")


ADVICE: list[tuple[Callable[[Any], str], object, str]] = [
    (how_to_find_code, "x" * 60, f"tipdata.countries.resolve('{'x' * 60}').alpha_3 gives it"),
    *((how_to_find_code, given, "") for given in ("x" * 61, "", " ", 5, None)),
    (lambda given: how_to_make(Holder, given), {"field": 1}, "write Holder(field=...)"),
    (lambda given: how_to_make(Holder, given), {"other": 1}, "write Holder(...)"),
    (lambda given: how_to_make(Holder, given), "a", ""),
    (lambda given: how_to_make(int, given), {"a": 1}, ""),
]


@pytest.mark.parametrize(("ask", "given", "expected"), ADVICE)
def test_advice_is_given_where_it_works(
    ask: Callable[[Any], str], given: object, expected: str
) -> None:
    """What a refusal advises is complete, and missing where nothing short and sound is meant."""
    assert ask(given) == expected
