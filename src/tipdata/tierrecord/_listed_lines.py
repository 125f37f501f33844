"""What a line of a copied list is: a heading, a sentence, a page number, or cells of names.

A line is read here by its words alone; which countries it names is said in
`_listed_names`.
"""

import re
from collections.abc import Callable

import attrs

from tipdata.errors import UnknownTierError
from tipdata.tiers import Tier

__all__ = [
    "Heading",
    "cells_of",
    "clean",
    "columns_of",
    "find_heading",
    "footnote_of",
    "is_footnote",
    "is_furniture",
    "is_sentence",
    "mentions_tier",
    "misread_heading",
    "undecorated",
]

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_BULLETS = "•·▪▫●◦■□‣►▶➢✓"
_COLUMN = re.compile(r"[\t|]")
_CELL = re.compile(rf"[\t|]|\s{{2,}}|(?:^|\s)[{_BULLETS}]\s*")
_DECORATION = re.compile(
    rf"^\s*(?:[#>]+\s*|[{_BULLETS}\U0001f1e6-\U0001f1ff]\s*|[-–—*+]\s+|\(?\d{{1,3}}[.)]\s*)+"
)
_LABEL = (
    r"tiers?\s{0,3}[-–—]?\s{0,3}(?P<number>[123]|one|two|three)"
    r"(?:[\s:,\-–—*_]*\(?(?P<watch>watch[\s\-–]*list)\b\)?)?"
    r"|(?P<alone>watch[\s\-–]*list)|(?P<special>special\s+cases?)"
)
_HEADING = re.compile(
    r"[\s#>*_|]*(?:countries\s+(?:placed\s+)?[io]n\s+(?:the\s+)?)?"
    rf"(?:{_LABEL})(?!\w|[./]\w)(?P<rest>.*)",
    re.IGNORECASE,
)
_ANY_LABEL = re.compile(rf"\b(?:{_LABEL})\b", re.IGNORECASE)
_TITLE = re.compile(r"\btiers?\s+(?=placements?\b)", re.IGNORECASE)
_TIER_WORD = re.compile(r"\btiers?\b(?!\s+placements?\b)|\bwatch\W*list\b", re.IGNORECASE)
_COUNT = re.compile(r"^\s{0,3}\(\d{1,3}\)")
_NUMBERS = {"one": "1", "two": "2", "three": "3"}
_ROMAN = re.compile(r"[ivxlc]+")
_FOOTNOTE = re.compile(r"\s*([*†‡§#^]+|[⁰¹²³⁴-⁹]+|\[\w{1,2}\]|\(\d{1,2}\)|\d{1,2}(?!\d))\s*(.*)")
_WORD = re.compile(r"[^\W\d_]+")
_NEUTRAL = frozenset(
    _WORD.findall(
        "a an and any are as at b be been being but by c d do does for from had has have if in "
        "into is it its no nor not of on only or over s so such than that the their them "
        "themselves there these they this those to u was were which while who whose will with"
    )
)
_DEFINING = frozenset(
    _WORD.findall(
        "act action actions acts additional alphabetical amended annual appendix appropriate "
        "assistance based because become bring bringing brings commitment commitments committed "
        "compared compliance complied comply complying concerted concrete conditions "
        "convictions cooperation countries country crime crimes criteria definition definitions "
        "department during edition efforts eliminating elimination estimated evidence failed "
        "failing failure following forms full fully future government governments identified "
        "identify including increase increased increasing introduction investigation "
        "investigations july june making meet meeting meets methodology minimum "
        "monitor month months narrative narratives next note notes number numbers office "
        "officials page pages penalties percent period persons placed placement placements "
        "prevention previous proportional prosecute prosecution prosecutions protection "
        "protocol provide provided providing publication published ranked ranking rankings "
        "released report reports requirement requirements results secretary section see serious "
        "severe significant significantly source sources standard standards state statute steps "
        "sufficient summary sustained table taken taking territories toward towards traffickers "
        "trafficking tvpa tvpra updated version very victim victims visit year years"
    )
)
_PLAIN_REST = frozenset(
    _WORD.findall("and cont contd continued countries d list placements territories")
)
_FEW = 4
_LONGEST_REST = 80


@attrs.frozen
class Heading:
    """A tier at the head of a list, and what follows it on its line.

    Attributes:
        tier: The tier.
        rest: What is left to be read: names or a sentence, or an empty string.
    """

    tier: Tier
    rest: str


def clean(line: str) -> str:
    r"""Return a line without invisible characters, link targets and unusual spaces.

    >>> clean("\u200bC\u00f4te\u00a0d'Ivoire")
    "Côte d'Ivoire"
    """
    line = re.sub(r"[\v\f\x1c-\x1e\x85\u2028\u2029]", "  ", line.translate(_INVISIBLE))
    line = re.sub(r"[^\S\t]", " ", line)
    return _LINK.sub(r"\1", line) if "](" in line else line


def undecorated(cell: str) -> str:
    """Return what stands after bullets, numbering and marks of a heading.

    >>> undecorated("1. Albania"), undecorated("- Chad"), undecorated("-Chad")
    ('Albania', 'Chad', '-Chad')
    """
    return _DECORATION.sub("", cell).strip()


def cells_of(line: str) -> list[str]:
    r"""Return the cells between tabs, bars, bullets, and two or more spaces.

    >>> cells_of("Albania   Chad\tCuba")
    ['Albania', 'Chad', 'Cuba']
    """
    return [cell for part in _CELL.split(_DECORATION.sub("", line)) if (cell := part.strip())]


def columns_of(line: str) -> list[str]:
    """Return the cells between tabs or bars, the empty ones too: a cell's index is its column."""
    line = line.rstrip()
    bare = line.strip()
    if bare.startswith("|"):
        line = bare[1:].removesuffix("|")
    return [cell.strip() for cell in _COLUMN.split(line)]


def find_heading(line: str) -> Heading | None:
    """Return the heading that a line begins with.

    >>> find_heading("## TIER 2 WATCHLIST (26)")
    Heading(tier=<Tier.TIER_2_WATCH_LIST: 'Tier 2 Watch List'>, rest='')
    >>> find_heading("Tier 1: Albania, Chad").rest
    'Albania, Chad'
    """
    found = _HEADING.match(line) or _HEADING.match(undecorated(line))
    if found is None:
        return None
    if found["special"]:
        tier = Tier.SPECIAL_CASE
    elif found["alone"] or found["watch"]:
        tier = Tier.TIER_2_WATCH_LIST
    else:
        number = found["number"].lower()
        tier = Tier[f"TIER_{_NUMBERS.get(number, number)}"]
    rest = found["rest"]
    words = re.findall(r"\w+", rest[:_LONGEST_REST].casefold())
    if len(rest) < _LONGEST_REST and all(w.isdecimal() or w in _PLAIN_REST for w in words):
        rest = ""
    rest = _COUNT.sub("", rest)
    return Heading(tier, rest.lstrip(" \t:.,*_#|†‡–—-").rstrip("*_# \t"))


def mentions_tier(line: str) -> bool:
    """Tell whether a line names a tier anywhere.

    >>> mentions_tier("Countries moved to Tier 3"), mentions_tier("Tier Placements")
    (True, False)
    """
    return bool(_ANY_LABEL.search(line) or _TIER_WORD.search(line))


def misread_heading(line: str, tier: Tier | None = None) -> str | None:
    """Return the label nearest to a line that names no tier but looks like a heading.

    Args:
        line: The line.
        tier: The tier that its beginning names.

    >>> misread_heading("TEIR 1"), misread_heading("TIER 4"), misread_heading("Chad")
    ('Tier 1', '', None)
    """
    bare = undecorated(line).strip("*_:# ")
    try:
        near: str | None = Tier.parse(bare).value
    except UnknownTierError as error:
        near = error.nearest
    if near and len(bare) >= _FEW and near != tier:
        return near
    if tier is None and re.match(r"\W*tiers?\b(?!\s+placements?\b)", line, re.IGNORECASE):
        return ""
    return None


def is_furniture(line: str) -> bool:
    """Tell whether a line is a rule, a page number or the address of a page.

    >>> [is_furniture(line) for line in ("---", "- 52 -", "xii", "https://example.org", "404")]
    [True, True, True, True, True]
    """
    bare = "".join(c for c in _URL.sub("", line) if c.isalnum())
    return not bare or bare.isdecimal() or bool(_ROMAN.fullmatch(bare))


def is_sentence(line: str, is_name: Callable[[str], bool]) -> bool:
    """Tell whether a line is of a definition of a tier, or a title of the report.

    In a line of up to three words, each is a word of the definitions. In a
    longer one, half of the words are, and the others are in lower case and no
    names. The little words of English do not count, unless there are three and no
    others.

    >>> [is_sentence(line, {"chad"}.__contains__) for line in ("to do so, with compliance.", "Chd")]
    [True, False]
    """
    words = _WORD.findall(_TITLE.sub(" ", _URL.sub("", line)))
    own = [word for word in words if word.casefold() not in _NEUTRAL]
    other = [word for word in own if word.casefold() not in _DEFINING]
    known = len(own) - len(other)
    if not other:
        return known > 0 or sum(len(word) > 1 for word in words) >= _FEW - 1
    if len(own) < _FEW or known < len(other):
        return False
    return all(word.islower() and not is_name(word) for word in other)


def footnote_of(line: str, marks: set[str]) -> str | None:
    """Return the text of a footnote whose mark a name bears.

    >>> footnote_of("* Special Case: see the narrative.", {"*"})
    'Special Case: see the narrative.'
    """
    found = _FOOTNOTE.match(line)
    return found[2] if found and found[1] in marks else None


def is_footnote(text: str) -> bool:
    """Tell whether the text of a footnote is a sentence, which no name is."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return len(words) >= _FEW and not _DEFINING.isdisjoint(words)


def __dir__() -> list[str]:
    return __all__
