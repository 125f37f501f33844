"""The placements of an edition in a file of the user: a table, a workbook or a list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs

from tipdata._arguments import read_report_year
from tipdata.countries import default
from tipdata.errors import (
    ColumnError,
    InvalidValueError,
    TipdataError,
    did_you_mean,
    nearest,
)
from tipdata.limits import Limits
from tipdata.problems import FormatError, Problem
from tipdata.tierrecord.cells import read_year
from tipdata.tierrecord.listings import TierListing, read_listing
from tipdata.typing import ReportYear, Row

_COLUMNS = ("country", "tier")
_GIVEN = re.compile(r"([0-9]{4})=(.+)", re.DOTALL)
_INDEX = re.compile(r"\$\[([0-9]+)\]")
_SHEETS = (".csv", ".tsv", ".tab")
_TEXTS = (".txt", ".text", ".md")


class Sheet(NamedTuple):
    """A table as strings: its header, and the rows that are not empty with their numbers."""

    header: list[str]
    rows: Iterable[tuple[int, list[str]]]


@attrs.frozen
class Given:
    """A file with an edition, as the user named it.

    Attributes:
        option: How the argument is called.
        text: What the user wrote.
        encoding: The encoding that the user named, or `None`.
        limits: How much is read.
    """

    option: str
    text: str
    encoding: str | None
    limits: Limits

    @property
    def year(self) -> ReportYear | None:
        """The report year that stands before the path."""
        found = _GIVEN.fullmatch(self.text)
        return read_report_year(self.option, int(found[1])) if found else None

    @property
    def path(self) -> str:
        """The path of the file."""
        found = _GIVEN.fullmatch(self.text)
        return found[2] if found else self.text

    def refuse(self, expected: str, near: str = "") -> InvalidValueError:
        """Return the error of an argument; `near` is the nearest valid value."""
        return InvalidValueError(self.option, self.text, expected, near)


class Found(NamedTuple):
    """What a file says.

    Attributes:
        year: The report year of the edition.
        rows: Its placements.
        numbers: The row or line of each of them.
        mixed_up: The rows in which a code and a name are of two countries, as
            they are if only one column was sorted.
    """

    year: ReportYear
    rows: "list[Row] | TierListing"
    numbers: Sequence[int]
    mixed_up: tuple[Problem, ...] = ()

    def place(self, problem: Problem, path: str) -> Problem:
        """Return the problem of one of the placements as that of a row of the file."""
        index = _INDEX.match(problem.path)
        if index is None:
            return attrs.evolve(problem, path=problem.path or path)
        numbers = self.numbers
        return attrs.evolve(
            problem,
            path=path,
            row=numbers[int(index[1])],
            rows=tuple(numbers[at] for at in problem.rows),
            message=_INDEX.sub(lambda found: f"row {numbers[int(found[1])]:,}", problem.message),
        )


def read_file(given: Given) -> Found:
    """Return what a file says of an edition.

    Raises:
        FormatError: The file cannot be read.
        InvalidValueError: It does not say the year, or its name does not say a format.
        ColumnError: A table lacks a column.
        OSError: It cannot be read.
    """
    suffix = Path(given.path).suffix.lower()
    *some, last = known = (*_SHEETS, ".xlsx", *_TEXTS)
    if suffix not in known:
        expected = f"a file name ending in {', '.join(some)} or {last}"
        raise given.refuse(expected, nearest(suffix, known))
    data = _read_bytes(given)
    if suffix in _TEXTS and not _is_table(text := _decode(data, given), given.limits):
        return _listed(text, given)
    read = _read_workbook if suffix == ".xlsx" else _read_sheet
    return _tabled(read(data, given), given)


def _read_bytes(given: Given) -> bytes:
    from tipdata._wire.bounded import read_whole

    with Path(given.path).open("rb") as file:
        data = read_whole(file, given.limits, given.path)
    assert isinstance(data, bytes)  # noqa: S101 - the file was opened for bytes
    return data


def _join(path: str, place: str) -> str:
    return f"{path}, {place}" if place else path


def _listed(text: str, given: Given) -> Found:
    if given.year is None:
        raise given.refuse(f"YEAR={given.path}, such as 2026={given.path}; a list has no year")
    try:
        listing = read_listing(text, limits=given.limits)
    except FormatError as error:
        placed = (attrs.evolve(p, path=_join(given.path, p.path)) for p in error.problems)
        raise FormatError(tuple(placed), error.omitted) from None
    return Found(given.year, listing, [one.line for one in listing])


def _decode(data: bytes, given: Given) -> str:
    from tipdata._wire.decoding import check_encoding, encoding_of, undecoded
    from tipdata._wire.json_text import BrokenError

    check_encoding(given.encoding, "--encoding")
    try:
        found = encoding_of(data[:4], given.encoding, given.path)
    except BrokenError as error:
        raise FormatError((error.problem,)) from None
    try:
        return data.decode(found)
    except UnicodeDecodeError:
        problem = undecoded(_lenient_lines(data, found), [], "", found)
        path = _join(given.path, f"line {problem.row:,}" if problem.row else "")
        raise FormatError((attrs.evolve(problem, path=path, row=None),)) from None


def _is_table(text: str, limits: Limits) -> bool:
    """Return whether text is a table, as "Unicode text" of Excel is."""
    from tipdata._wire.sheets import delimiters_of, header_of

    return {*_COLUMNS} <= {*header_of(text, delimiters_of(text, _COLUMNS, limits)[0], limits)}


def _lenient_lines(data: bytes, encoding: str) -> list[tuple[int, list[str]]]:
    from tipdata._wire.decoding import LENIENT

    try:
        lines = data.decode(encoding, LENIENT).splitlines()
    except UnicodeDecodeError:  # not every encoding can be read so
        return []
    return [(number, [line]) for number, line in enumerate(lines, 1)]


def _read_sheet(data: bytes, given: Given) -> Sheet:
    from tipdata._wire.decoding import check_encoding
    from tipdata._wire.json_text import BrokenError
    from tipdata._wire.sheets import fit, misfit, read_sheet

    check_encoding(given.encoding, "--encoding")

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, cells in sheet.rows:
            row = fit(cells, len(sheet.header))
            if len(row) != len(sheet.header):
                raise BrokenError(misfit(number, row, sheet.header, given.path))
            yield number, row

    try:
        sheet = read_sheet(data, given.path, _COLUMNS, given.encoding, given.limits)
        return Sheet(sheet.header, [*rows()])
    except BrokenError as error:
        raise FormatError((error.problem,)) from None


def _read_workbook(data: bytes, given: Given) -> Sheet:
    from tipdata._wire.json_text import BrokenError
    from tipdata.formats.workbook.tables import read_table

    try:
        rows = read_table(data, given.limits)
        # Sheets are sparse: a column without a name may be the ten thousandth.
        placed = {at: name for at, name in next(rows, (1, dict[int, str]()))[1].items() if name}
        header = [placed[at] for at in sorted(placed)]
        padded = [(number, [cells.get(at, "") for at in sorted(placed)]) for number, cells in rows]
    except BrokenError as error:
        path = given.path if error.problem.path == "$" else error.problem.path
        raise FormatError((attrs.evolve(error.problem, path=path),)) from None
    return Sheet(header, padded)


def _tabled(sheet: Sheet, given: Given) -> Found:
    header = sheet.header
    for column in _COLUMNS:
        if header.count(column) != 1:
            several = f"{given.path} has several columns of this name"
            hint = did_you_mean(nearest(column, header))
            raise ColumnError(column, several if column in header else f"not in {given.path}{hint}")
    rows = [(number, dict(zip(header, cells, strict=True))) for number, cells in sheet.rows]
    year = _year_of([(number, row["year"]) for number, row in rows if row.get("year")], given)
    own: list[Row] = []
    for _, row in rows:
        said = row.get("year", "").strip() or year
        own.append({"country": row["country"], "tier": row["tier"], "year": said})
    mixed_up = (_mixed_up(number, row, given.path) for number, row in rows if row.get("name"))
    return Found(year, own, [number for number, _ in rows], tuple(filter(None, mixed_up)))


def _mixed_up(number: int, row: Mapping[str, str], path: str) -> Problem | None:
    """Return the problem of a row whose name is not that of its country."""
    try:
        country, named = default().resolve(row["country"]), default().resolve(row["name"])
    except TipdataError:  # of which the reader of rows tells what it needs
        return None
    if country == named:
        return None
    return Problem(
        code="contradiction",
        message="this is another country than in the column 'country'",
        path=path,
        row=number,
        column="name",
        value=repr(row["name"]),
        expected=f"a name of {country.label} ({country.alpha_3})",
    )


def _year_of(cells: Iterable[tuple[int, str]], given: Given) -> ReportYear:
    """Return the year of a table: the one that is given, or that of its column."""
    if given.year is not None:
        return given.year
    first: dict[ReportYear, int] = {}
    for number, cell in cells:
        try:
            first.setdefault(read_year(cell), number)
        except InvalidValueError:  # which is reported with its row
            continue
    if not first:
        raise given.refuse(f"YEAR={given.path}, or a file with a column 'year' that is filled in")
    if len(first) > 1:
        told = " and ".join(f"{year} (row {row:,})" for year, row in sorted(first.items()))
        raise given.refuse(f"a file of one edition, which the column 'year' says; it has {told}")
    return next(iter(first))
