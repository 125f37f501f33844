"""Reads a copied list line by line, and remembers under which heading it is.

What a line is, `_listed_lines` says; which countries it names, `_listed_names`.
"""

import attrs

from tipdata.countries import CountryRegistry
from tipdata.tierrecord import _listed_lines as lines
from tipdata.tierrecord._listed_names import Name, Names
from tipdata.tiers import Tier

__all__ = ["HEADINGS", "Entry", "Fault", "Reader"]

HEADINGS = "a heading such as 'TIER 1', 'TIER 2 WATCH LIST' or 'SPECIAL CASE'"
_DIGITS = 3


@attrs.frozen
class Entry:
    """A name under a heading.

    Attributes:
        name: The name.
        tier: The tier; `None` below a heading that is refused.
        alone: The whole line, if the name stands alone on it.
    """

    name: Name
    tier: Tier | None
    alone: str = ""


@attrs.frozen
class Fault:
    """A line that is wrong as a whole.

    Attributes:
        line: Its number.
        text: What stands there.
        message: What is wrong.
        expected: What to write instead.
    """

    line: int
    text: str
    message: str
    expected: str


class Reader:
    """Reads one line after the other.

    Attributes:
        entries: The names under headings, in order.
        orphans: The names above the first heading.
        headings: The tiers of the headings with the numbers of their lines.
        skipped: The lines without names, with their numbers.
        faults: The lines that are wrong as a whole.

    Args:
        names: Reads names.
        registry: The countries.
    """

    def __init__(self, names: Names, registry: CountryRegistry) -> None:
        self.entries: list[Entry] = []
        self.orphans: list[Name] = []
        self.headings: list[tuple[int, Tier]] = []
        self.skipped: list[tuple[int, str]] = []
        self.faults: list[Fault] = []
        self._names = names
        self._registry = registry
        self._tiers: list[Tier | None] = []
        """The tier of each column: one, unless headings stand side by side."""
        self._columns: set[int] = set()
        """The columns that have a heading."""
        self._last: dict[int, int] = {}
        """The index of the last entry by column, if the next name may continue it."""
        self._marks: set[str] = set()
        """The footnote marks of names."""

    @property
    def _has_begun(self) -> bool:
        return bool(self._tiers)

    def read(self, number: int, raw: str) -> None:
        """Read a line."""
        line = lines.clean(raw)
        if not line.strip():
            self._last.clear()
        elif not (self._read_footnote(number, line) or self._read_heading(number, line)):
            self._read_names(number, line)

    def _read_footnote(self, number: int, line: str) -> bool:
        tail = lines.footnote_of(line, self._marks) if self._marks else None
        if tail is None:
            return False
        if lines.find_heading(tail):
            expected = "the heading without the mark, or the footnote removed"
            self._refuse(number, line, "a heading, or a footnote to a name above", expected)
            return True
        if not lines.is_footnote(tail):
            return False
        self._skip(number, line)
        return True

    def _read_heading(self, number: int, line: str) -> bool:
        """Read a line that names a tier; tell whether it does."""
        if not lines.mentions_tier(line):
            return False
        if "\t" in line or "|" in line:
            found = [lines.find_heading(column) for column in lines.columns_of(line)]
            tiers = [head.tier for head in found if head]
            if tiers == [Tier.TIER_2, Tier.TIER_2_WATCH_LIST]:  # perhaps one heading
                self._refuse_several(number, line)
                return True
            if tiers[1:]:
                self._begin_columns(number, line, found)
                return True
        head = lines.find_heading(line)
        if head is None:
            self._read_mention(number, line)
        elif lines.mentions_tier(head.rest):
            self._refuse_several(number, line)
        else:
            self._begin(number, line, head)
        return True

    def _read_mention(self, number: int, line: str) -> None:
        """Read a line that names a tier, but not at its beginning."""
        names = self._names_of(number, line)
        if self._has_begun or any(name.is_known for name in names):
            self._refuse(number, line, "not a heading, though it names a tier", HEADINGS)
        else:
            self._skip(number, line)

    def _begin(self, number: int, line: str, head: lines.Heading) -> None:
        self.headings.append((number, head.tier))
        self._tiers = [head.tier]
        self._last.clear()
        names = self._names_of(number, head.rest)
        known = any(name.is_known for name in names)
        if known or not self._is_sentence(head.rest):
            self._add(names, 0, alone="" if known else line)

    def _begin_columns(self, number: int, line: str, found: list[lines.Heading | None]) -> None:
        """Read headings side by side; the names of each stand in its column."""
        self._tiers = [head.tier if head else None for head in found]
        self._columns = {index for index, head in enumerate(found) if head}
        self._last.clear()
        for index, (head, cell) in enumerate(zip(found, lines.columns_of(line), strict=True)):
            rest = head.rest if head else cell
            names = self._names_of(number, rest)
            if head:
                self.headings.append((number, head.tier))
            if any(name.is_known for name in names) or not self._is_sentence(rest):
                self._add(names, index)

    def _read_names(self, number: int, line: str) -> None:
        cells = dict(enumerate(lines.columns_of(line) if self._tiers[1:] else [line]))
        by_column = {index: self._names_of(number, cell) for index, cell in cells.items()}
        known = any(name.is_known for names in by_column.values() for name in names)
        if not known and self._may_skip(number, line):
            self._skip(number, line)
            return
        if lines.undecorated(line) != line.strip():
            self._last.clear()
        for index, names in by_column.items():
            if (
                known
                and not any(name.is_known for name in names)
                and self._is_sentence(cells[index])
            ):
                continue
            if names and self._tiers[1:] and index not in self._columns:
                self.faults.append(
                    Fault(number, cells[index], "no heading above this column", "a heading")
                )
                continue
            self._add(names, index, alone="" if known else line)

    def _may_skip(self, number: int, line: str) -> bool:
        """Tell whether a line without any name says nothing about a country."""
        if not self._has_begun:
            return True
        digits = "".join(c for c in line if c.isalnum())
        if len(digits) == _DIGITS and digits.isdecimal() and digits in self._registry:
            expected = "a name; numeric codes are not read, and page numbers may be removed"
            message = "a page number, or the code of a country"
            self.faults.append(Fault(number, line, message, expected))
        return lines.is_furniture(line) or self._is_sentence(line)

    def _is_sentence(self, text: str) -> bool:
        return lines.is_sentence(text, self._names.has)

    def _names_of(self, number: int, text: str) -> list[Name]:
        return [
            name
            for cell in lines.cells_of(text)
            for name in self._names.read(lines.undecorated(cell), number)
        ]

    def _add(self, names: list[Name], column: int, alone: str = "") -> None:
        """Add the names of one column of a line; the first may continue the one above."""
        if not self._has_begun:
            self.orphans += names
            return
        tier = self._tiers[column]
        for name in names:
            self._marks.update({name.mark} - {""})
            if not self._continue(name, column):
                self._last[column] = len(self.entries)
                self.entries.append(Entry(name, tier, alone if len(names) == 1 else ""))

    def _continue(self, name: Name, column: int) -> bool:
        """Let a name continue the one before it in its column; tell whether it does."""
        last = self._last.get(column)
        if last is None or name.line > self.entries[last].name.line + 1:
            return False
        before = self.entries[last].name
        joined, count = self._names.joined(before, name), 1
        if joined is None and before.country is None and last and not self._tiers[1:]:
            # The first line may hold the comma of the name too.
            first = self.entries[last - 1].name
            if first.line == before.line:
                both = attrs.evolve(before, text=f"{first.text}, {before.text}")
                joined, count = self._names.joined(both, name), 2
        if joined is None:
            return False
        self._last[column] = last - count + 1
        self.entries[last - count + 1 : last + 1] = [Entry(joined, self._tiers[column])]
        return True

    def _skip(self, number: int, line: str) -> None:
        self.skipped.append((number, line.strip()))
        self._last.clear()

    def _refuse(self, number: int, line: str, message: str, expected: str) -> None:
        """Refuse a line; what stands below it is under no tier."""
        self.faults.append(Fault(number, line, message, expected))
        self._tiers = [None]
        self._last.clear()

    def _refuse_several(self, number: int, line: str) -> None:
        expected = "one heading on a line, or headings and names in columns with tabs"
        self._refuse(number, line, "several headings on one line", expected)


def __dir__() -> list[str]:
    return __all__
