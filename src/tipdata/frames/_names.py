"""Which country each distinct string of a column means, resolved once."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, get_args

import attrs

from tipdata._arguments import check_kind, read_word
from tipdata._tables.columns import read_paths
from tipdata._tables.frame_reader import listed
from tipdata._tables.tabular import TabularSequence
from tipdata.countries import Country, CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.countries.reading import read_registry
from tipdata.errors import AmbiguousCountryError, InvalidValueError, UnknownCountryError, shorten
from tipdata.frames._words import Match
from tipdata.tierrecord.cells import country_codes, expected_country
from tipdata.tierrecord.markers import Markers, is_missing, meaning_of_na

NameStatus = Literal["matched", "unknown_country", "ambiguous_country", "missing"]

_LONGEST_CODE = 3


@attrs.frozen(kw_only=True)
class NameMatch:
    """What one string of a column was read as.

    Attributes:
        text: The string.
        status: `matched`, or why it means no country: `unknown_country`,
            `ambiguous_country` or `missing`.
        country: The alpha-3 code that it means.
        as_code: Whether it was read as a code, not as a name.
        candidates: For an ambiguous string, the codes it may mean. `NA` with
            one candidate may be a missing cell, too.
    """

    __module__ = "tipdata.frames"

    text: str = attrs.field(repr=shorten)
    status: NameStatus
    country: str | None = None
    as_code: bool = False
    candidates: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class Names(TabularSequence[NameMatch]):
    """The strings of a column and the countries that they mean.

    Attributes:
        matches: One for each string, in the order given.
        registry: The countries.

    >>> import tipdata
    >>> names = tipdata.frames.read_names(["Korea, South", "no", "NO"])
    >>> names.codes
    {'Korea, South': 'KOR', 'NO': 'NOR'}
    """

    __module__ = "tipdata.frames"

    matches: tuple[NameMatch, ...]
    registry: CountryRegistry = attrs.field(factory=default_registry, eq=False, repr=False)

    _COLUMNS = read_paths("text status country as_code candidates")
    _ITEMS = "matches"

    @functools.cached_property
    def codes(self) -> Mapping[str, str]:
        """The alpha-3 codes of the strings that mean a country."""
        return {match.text: match.country for match in self.matches if match.country}

    def with_codes(self, codes: Mapping[str, str]) -> "Names":
        """Return the names with strings added, or with other meanings for some.

        Args:
            codes: The code of each string.

        Raises:
            InvalidValueError: `codes` is not a mapping.
            UnknownCountryError: A code is unknown.

        >>> import tipdata
        >>> names = tipdata.frames.read_names(["Gerogia", "Congo"])
        >>> dict(names.with_codes({"Gerogia": "GEO"}).codes)
        {'Gerogia': 'GEO'}
        """
        check_kind("codes", codes, (Mapping,), "a mapping of strings to codes")
        known = {match.text: match for match in self.matches}
        for text, code in codes.items():
            found = self.registry.get(code).alpha_3
            known[text] = NameMatch(text=text, status="matched", country=found)
        return attrs.evolve(self, matches=tuple(known.values()))

    @property
    def _caption(self) -> str:
        return f"{len(self):,} strings"


def read_names(
    texts: Iterable[str | None],
    *,
    match: Match = "names",
    names: Mapping[str, str | Country] | None = None,
    missing: Collection[str] | None = None,
    registry: CountryRegistry | None = None,
) -> Names:
    """Resolve each string of a column once, to inspect, correct and pass on as `names=`.

    Give the whole column: what `NA` means depends on the strings beside it.

    `match` says what is read as a country: with `names`, names and codes of
    two or three upper-case letters (so "no" and "in" are not); with `codes`,
    codes alone, in any case; with `both`, whatever
    `tipdata.countries.resolve` takes.

    Args:
        texts: The strings of the column, repeated or not; `None` and NaN are skipped.
        match: What is read as a country.
        names: What strings of your table mean, such as `{"Congo": "COG"}`.
        missing: The strings that mean a missing cell, as in `TierRecord.from_rows`.
        registry: The countries; by default those of the package.

    Raises:
        InvalidValueError: `match` is unknown, `texts` holds something else than
            strings, or `names` or `missing` is not what it should be.
        UnknownCountryError: A value of `names` is not a country.
        AmbiguousCountryError: A value of `names` means several countries.

    >>> [match.status for match in read_names(["Kazakstan", "Congo", "KGZ"])]
    ['unknown_country', 'ambiguous_country', 'matched']
    """
    read_word("match", match, get_args(Match))
    known, markers = read_registry(registry), Markers(missing)
    distinct = _distinct(texts)
    codes = country_codes(names, known)
    clash = {text for text in distinct if markers.may_be_namibia(text)}
    na = meaning_of_na(distinct, known, markers) if clash else "missing"
    matches: list[NameMatch] = []
    for text in distinct:
        code = codes.get(text.strip())
        if code is not None:
            matches.append(NameMatch(text=text, status="matched", country=code))
        elif markers.has(text) and (na == "missing" or text not in clash):
            matches.append(NameMatch(text=text, status="missing"))
        elif na == "undecided" and text in clash:
            candidate = known.resolve(text).alpha_3
            status: NameStatus = "ambiguous_country"
            matches.append(NameMatch(text=text, status=status, candidates=(candidate,)))
        else:
            matches.append(_read(text, match, known))
    return Names(matches=tuple(matches), registry=known)


def _distinct(texts: Iterable[object]) -> list[str]:
    given = [texts] if isinstance(texts, str) else listed(texts)
    check_kind("texts", given, (Iterable,), "the strings of a column")
    found: dict[str, None] = {}
    for text in given:
        if isinstance(text, str):
            found[text] = None
        elif not is_missing(text):
            raise InvalidValueError("texts", text, expected_country())
    return list(found)


def _read(text: str, match: Match, registry: CountryRegistry) -> NameMatch:
    said = text.strip()
    coded = _coded(said, registry)
    if coded is not None and match == "names" and not (said.isalpha() and said.isupper()):
        return NameMatch(text=text, status="unknown_country")
    try:
        found = registry.get(said) if match == "codes" else registry.resolve(text)
    except UnknownCountryError:
        return NameMatch(text=text, status="unknown_country")
    except AmbiguousCountryError as error:
        codes = tuple(code for code, _ in error.candidates)
        return NameMatch(text=text, status="ambiguous_country", candidates=codes)
    as_code = match == "codes" or coded is not None
    return NameMatch(text=text, status="matched", country=found.alpha_3, as_code=as_code)


def _coded(text: str, registry: CountryRegistry) -> Country | None:
    """Return the country of a string that is a code and not a name."""
    if len(text) > _LONGEST_CODE:
        return None
    try:
        found = registry.get(text)
    except (UnknownCountryError, AmbiguousCountryError):
        return None
    spelled = {spelling.casefold() for spelling in found.spellings}
    return None if text.casefold() in spelled else found
