"""Which countries the cells of a copied list name.

A cell is read as a whole first. A part after a comma belongs to the part before
it if it is not a name itself and the two are one together. Nothing is tried
beyond a part and its neighbours, so a cell costs time in proportion to its length.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import attrs

from tipdata.countries import Country, CountryRegistry
from tipdata.countries.folding import plain
from tipdata.errors import AmbiguousCountryError, TipdataError, UnknownCountryError
from tipdata.tierrecord.markers import Markers

__all__ = ["Name", "Names"]

_MARK = re.compile(r"\s*([*†‡§#^]+|[⁰¹²³⁴-⁹]+|\[\w{1,2}\]|\(\d{1,2}\)|(?<=[^\W\d])\d{1,2})$")
_LEADING = re.compile(r"^(?:[*†‡§_]+|(?:and|&)\s+)", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[:._]+|\s+(?:and|&))$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_BEGINS_OPEN = re.compile(r"(?:and|of|the|&)\b|&", re.IGNORECASE)
_ENDS_OPEN = re.compile(r"(?:\b(?:and|of|the)|[&-])$", re.IGNORECASE)
_LONGEST_CODE = 3
_LONGEST = 400
_MOST_WORDS = 30
_WORDS_OF_NAME = 7


@attrs.frozen
class Name:
    """What stands in one place of a list.

    Attributes:
        text: What stands there.
        line: The number of its line; the first, if the name is broken.
        found: The country, or why it is none.
        mark: Its footnote mark, or an empty string.
        parts: The names that it may be instead of one.
    """

    text: str
    line: int
    found: Country | TipdataError
    mark: str = ""
    parts: "tuple[Name, ...]" = ()

    @property
    def country(self) -> Country | None:
        """The country, if it is one."""
        return self.found if isinstance(self.found, Country) else None

    @property
    def is_known(self) -> bool:
        """Whether it means a country, or several."""
        return not isinstance(self.found, UnknownCountryError)


class Names:
    """Reads the names in cells, each distinct one once.

    Args:
        registry: The countries.
        codes: The alpha-3 codes of strings that the caller has settled.
    """

    def __init__(self, registry: CountryRegistry, codes: Mapping[str, str]) -> None:
        self._registry = registry
        self._codes = {" ".join(text.split()): code for text, code in codes.items()}
        self._most_commas = max([1, *(text.count(",") for text in codes)])
        self._markers = Markers()
        self._known: dict[str, tuple[Country | TipdataError, str]] = {}

    def read(self, cell: str, line: int) -> list[Name]:
        """Return the names of a cell, in order."""
        whole = self.name(cell, line)
        if whole.text in self._codes:
            return [whole]
        if whole.country and not {",", ";"}.intersection(cell):
            return [self._checked(whole)]
        if not whole.is_known and (beside := self._beside(whole)):
            return beside
        names: list[Name] = []
        parts = [
            [one for part in several.split(",") if (one := part.strip())]
            for several in cell.split(";")
        ]
        parts = [several for several in parts if several]
        for number, several in enumerate(parts, 1):
            goes_on = number < len(parts) or cell.endswith((",", ";"))
            self._read_list(several, line, names, goes_on=goes_on)
        if len({self._is_code(name) for name in names}) > 1:
            return [self._without_code(name) for name in names]
        return names

    def name(self, text: str, line: int) -> Name:
        """Return what one string means."""
        text = " ".join(text.split())
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._find(text)
        return Name(text, line, *found)

    def has(self, word: str) -> bool:
        """Tell whether a word means a country, or several."""
        return self.name(word, 0).is_known

    def joined(self, one: Name, other: Name) -> Name | None:
        """Return two strings beside each other as one name that was broken between them."""
        is_open = self._is_open(one, other) or len(one.text) <= _LONGEST_CODE
        if len(one.text) + len(other.text) > _LONGEST or (
            one.country and not is_open and other.is_known
        ):
            return None
        for mark in (" ", ", "):
            whole = self.name(f"{one.text.rstrip(',')}{mark}{other.text}", one.line)
            if whole.country is not None:
                break
        else:
            return None
        if whole.text in self._codes:
            pass
        elif other.country and one.is_known and not one.country:
            return None
        elif one.country and other.country:
            return self._ambiguous(whole, [one, other])
        elif one.country and not (not other.is_known and (is_open or one.country == whole.country)):
            return None
        gap = " " if one.line == other.line else "\n"
        return attrs.evolve(whole, text=f"{one.text}{gap}{other.text}")

    def _checked(self, whole: Name) -> Name:
        """Return a name, refused if it is also two with a space between: "China Taiwan"."""
        spellings = whole.country.spellings if whole.country else ()
        words = whole.text.split(" ", _MOST_WORDS)
        if whole.text.casefold() not in map(str.casefold, spellings):
            for place in range(1, len(words)):
                if _BEGINS_OPEN.match(words[place]) or _ENDS_OPEN.search(words[place - 1]):
                    continue
                halves = " ".join(words[:place]), " ".join(words[place:])
                pair = [self.name(half, whole.line) for half in halves]
                if all(half.country for half in pair):
                    return self._ambiguous(whole, pair) or whole
        return whole

    def _beside(self, whole: Name) -> list[Name]:
        """Return the names that stand beside each other with single spaces.

        All of them are spelled to the letter, and there is one way to part them; else
        none are returned.
        """
        words = whole.text.split(" ", _MOST_WORDS)
        if len(words) > _MOST_WORDS:
            return []
        ways: list[dict[tuple[str, ...], list[Name]]] = [{(): []}]
        for end in range(1, len(words) + 1):
            found: dict[tuple[str, ...], list[Name]] = {}
            for start in range(max(0, end - _WORDS_OF_NAME), end):
                name = self._part(words[start:end], whole) if ways[start] else None
                if name and name.country:
                    for codes, way in ways[start].items():
                        found.setdefault((*codes, name.country.alpha_3), [*way, name])
            ways.append(dict(islice(found.items(), 2)))
        return next(iter(ways[-1].values())) if len(ways[-1]) == 1 else []

    def _part(self, words: list[str], whole: Name) -> Name | None:
        """Return the one name that words are beside others, if they are one."""
        text = " ".join(words)
        if len(text) <= _LONGEST_CODE or not {words[0], words[-1]}.isdisjoint(("and", "&")):
            return None
        name = self.name(text, whole.line)
        # To the letter: "Dominica Republic Zimbabwe" is no list of two.
        if name.country is None or plain(text) not in map(plain, name.country.spellings):
            return None
        return name if len(self.read(text, whole.line)) == 1 else None

    @staticmethod
    def _is_open(one: Name, other: Name) -> bool:
        return bool(_ENDS_OPEN.search(one.text) or _BEGINS_OPEN.match(other.text))

    def _read_list(self, parts: list[str], line: int, names: list[Name], *, goes_on: bool) -> None:
        """Add the names of parts between commas; `and` may stand before the last."""
        first = len(names)
        is_alone = goes_on or len(parts) == 1
        if len(parts) > 1 and parts[-1].casefold() in {"and", "&"}:
            parts = parts[:-1]
        # The last name may hold a comma: "Chad and Korea, South".
        for part in parts[:-2]:
            self._add(self.name(part, line), names, first)
        for number, part in enumerate(parts[-2:], max(len(parts) - 1, 1)):
            alone = is_alone or number < len(parts)
            for one in self._around_and(part, line, names[first:][-1:], alone=alone):
                self._add(one, names, first)

    def _around_and(
        self, text: str, line: int, before: list[Name], *, alone: bool
    ) -> Iterator[Name]:
        """Yield the last name of a list, or the last two with `and` between them."""
        whole = self.name(text, line)
        settled = alone or text in self._codes or _LEADING.match(text)
        if len(text) <= _LONGEST and not (whole.country and settled):
            for found in _AND.finditer(text):
                pair = self.name(text[: found.start()], line), self.name(text[found.end() :], line)
                left, right = pair
                attached = left.is_known or any(self._merged(one, left) for one in before)
                if attached and right.is_known:
                    if whole.country is None:
                        yield from pair
                        return
                    whole = self._ambiguous(whole, pair) or whole
        yield whole

    def _add(self, name: Name, names: list[Name], first: int) -> None:
        """Add a name, or let it continue what stands before it."""
        for count in range(1, self._most_commas + 1):
            before = names[max(first, len(names) - count) :]
            if len(before) < count or (count > 1 and any(one.country for one in before)):
                break
            text = ", ".join(one.text for one in before)
            merged = self._merged(attrs.evolve(before[0], text=text), name)
            if merged is not None:
                names[-count:] = [merged]
                return
        names.append(name)

    def _merged(self, one: Name, other: Name) -> Name | None:
        """Return the name that two parts are together, or `None` if they are two."""
        whole = self.name(f"{one.text}, {other.text}", one.line)
        if whole.text in self._codes:
            return whole
        # "Republic of, Lithuania" is the end of one name and another one.
        if whole.country is None or not one.is_known:
            return None
        if other.country is None:
            return whole
        if one.country is None:  # "Korea, South Korea" does not say which Korea is first
            return whole if whole.country != other.country else None
        return self._ambiguous(whole, [one, other])

    @staticmethod
    def _ambiguous(whole: Name, parts: Sequence[Name]) -> Name | None:
        """Return one name that may be several; `None` if all are the same country."""
        countries = dict.fromkeys(one.country for one in (whole, *parts) if one.country is not None)
        if len(countries) == 1:
            return None
        candidates = tuple((country.alpha_3, country.name) for country in countries)
        why = AmbiguousCountryError(whole.text, candidates)
        return attrs.evolve(whole, found=why, parts=tuple(parts))

    def _is_code(self, name: Name) -> bool:
        """Tell whether a name is a code, and not also a name, as UK is."""
        return (
            name.country is not None
            and len(name.text) <= _LONGEST_CODE
            and name.text not in self._codes
            and name.text not in name.country.spellings
        )

    def _without_code(self, name: Name) -> Name:
        """Refuse a code beside names, where it is more often a misspelled word."""
        if name.country is None or not self._is_code(name):
            return name
        return attrs.evolve(name, found=UnknownCountryError(name.text, (name.country.name,)))

    def _find(self, text: str) -> tuple[Country | TipdataError, str]:
        """Return the country of a string, or why it has none, with its footnote mark."""
        mark = ""
        why: TipdataError | None = None
        while True:
            found = self._meant(text)
            if isinstance(found, Country):
                if not mark and (trailing := _MARK.search(text)):
                    mark = trailing[1]
                return found, mark
            if not isinstance(why, AmbiguousCountryError):
                why = found
            shorter = self._shorter(text) if len(text) <= _LONGEST else text
            if shorter == text:
                return why, ""
            if trailing := _MARK.search(text):
                mark = trailing[1]
            text = shorter

    @staticmethod
    def _shorter(text: str) -> str:
        """Return a string without one more mark of a footnote, a list or a sentence."""
        for marks in (_MARK, _TRAILING, _LEADING):
            shorter = marks.sub("", text).strip()
            if shorter and shorter != text:
                return shorter
        return text

    def _meant(self, text: str) -> Country | TipdataError:
        """Return what a string without marks means; a number is no code, but a page."""
        settled = self._codes.get(text)
        try:
            if settled is not None:
                return self._registry.resolve(settled)
            if text.isdecimal() or len(text) > _LONGEST:
                return UnknownCountryError(text)
            found = self._registry.resolve(text)
        except TipdataError as error:
            return error.with_traceback(None)
        if len(text) <= _LONGEST_CODE:
            if self._markers.may_be_namibia(text):
                return AmbiguousCountryError(text, ((found.alpha_3, found.name),))
            if not text.isupper() and text not in found.spellings:
                return UnknownCountryError(text, (found.name,))
        return found


def __dir__() -> list[str]:
    return __all__
