"""Exported tables as workbooks: the tiers in colour, with all that tells where they are from."""

import datetime
from collections.abc import Mapping, Sequence

import attrs

from tipdata._tables.palette import ABSENT, CELL_FILLS, NO_STATE, WITHHELD
from tipdata._tables.printing import Printing
from tipdata._tables.workbook import Column as Head
from tipdata._tables.workbook import Holds, Painted, Value, Workbook
from tipdata.export._facts import NOTICE, OFFICIAL, name_record
from tipdata.export._layouts import Column, evidence_table, lay_out
from tipdata.loading.provenance import tell_provenance
from tipdata.records.assessments import EVIDENCE_LEVELS, EVIDENCE_MEANINGS
from tipdata.records.countries import BUREAUS
from tipdata.tierrecord import TierRecord

_WIDTHS = {
    "country": 9,
    "name": 30,
    "name_in_report": 30,
    "bureau": 9,
    "year": 7,
    "released": 12,
    "tier": 18,
    "rank": 7,
    "evidence": 14,
    "official": 14,
    "families": 10,
    "sources": 40,
    "disputed_by": 24,
    "note": 70,
    "amended": 18,
}
_SIGN, _LEVEL = 7, 14
_HOLDS: Mapping[str, Holds] = {"integer": "number", "date": "day"}
_STILL = 3
"""The code, the name and the bureau stay in sight beside the editions."""

_HEADS = 2
"""The code and the name stay in sight in a long table."""

_GAPS = {words: CELL_FILLS[words] for words in (ABSENT, NO_STATE, WITHHELD)}
_PRINTED = 11
"""A long table is printed without its last columns, the ids of sources and the notes."""

_NOTED = ("country", "name", "year", "tier", "amended", "note")

_MEANINGS = {
    "Tier 1": "the government fully meets the minimum standards of the law (22 U.S.C. 7107)",
    "Tier 2": "it does not, but makes significant efforts to meet them",
    "Tier 2 Watch List": "as Tier 2, and one of the reasons that the law names for closer scrutiny",
    "Tier 3": "it neither meets the standards nor makes significant efforts",
    "Special Case": "the report discusses the country and places it on no tier",
    ABSENT: "the country existed and the report does not place it, which is not a rating",
    NO_STATE: "before the country began, or after it ended",
    WITHHELD: "the report places the country, and this file leaves the placement out",
}


def as_workbook(table: Sequence[Column], record: TierRecord) -> bytes:
    """Return a table as a workbook, with sheets on its evidence and its sources.

    Raises:
        MissingExtraError: openpyxl is not installed.
        InvalidValueError: A string of the record is longer than a cell holds.
    """
    set_up = Printing(f"{name_record(record)}. {tell_provenance(record)}", NOTICE)
    with Workbook("an .xlsx file") as book:
        if any(column.kind == "state" for column in table):
            wide = attrs.evolve(set_up, foot=f"{NOTICE} {_legend()}", still=_STILL)
            _add(book, "Tiers", table, attrs.evolve(wide, signs=CELL_FILLS))
            levels = attrs.evolve(wide, signs=_GAPS, pages=2)
            _add(book, "Evidence", evidence_table(record), levels)
            notes = _notes(lay_out(record, "long"))
            if notes[0].cells:
                _add(book, "Notes", notes, set_up)
        else:
            _add(book, "Tiers", table, attrs.evolve(set_up, still=_HEADS, printed=_PRINTED))
        _add_about(book, record, set_up)
        _add_sources(book, record, set_up)
        return book.pack()


def _legend() -> str:
    """Return what the signs of a wide table mean, where a number does not say it."""
    said = (f"{fill.label} {words}" for words, fill in CELL_FILLS.items() if len(fill.label) > 1)
    return (
        f"{', '.join(said)}, {CELL_FILLS[ABSENT].label} {ABSENT}, ? {WITHHELD}, no sign: {NO_STATE}"
    )


def _add(book: Workbook, title: str, table: Sequence[Column], printing: Printing) -> None:
    heads = [
        Head(
            column.name,
            column.meaning,
            holds=_HOLDS.get(column.kind, "text"),
            width=_width(column),
            wraps=column.name == "note",
        )
        for column in table
    ]
    sheet = book.add(title, heads, printing=printing)
    for row in zip(*map(_values, table), strict=True):
        sheet.append(row)


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, _SIGN if column.kind == "state" else _LEVEL)


def _values(column: Column) -> list[Value]:
    match column.kind:
        case "text":
            return [*column.cells]
        case "date":
            days = (cell and datetime.date.fromisoformat(str(cell)) for cell in column.cells)
            return [Painted(day, None, is_centred=True) for day in days]
        case _:
            fills = (CELL_FILLS.get(str(cell)) for cell in column.cells)
            return [
                Painted(cell, fill, is_centred=True)
                for cell, fill in zip(column.cells, fills, strict=True)
            ]


def _notes(table: Sequence[Column]) -> list[Column]:
    """Return the rows of the long table that say more than a tier."""
    named = {column.name: column for column in table}
    own = zip(named["note"].cells, named["amended"].cells, strict=True)
    rows = [row for row, said in enumerate(own) if any(said)]
    return [
        column._replace(cells=[column.cells[row] for row in rows])
        for column in map(named.__getitem__, _NOTED)
    ]


def _add_about(book: Workbook, record: TierRecord, set_up: Printing) -> None:
    heads = [Head("About", width=22), Head(name_record(record), width=110, wraps=True)]
    sheet = book.add("About", heads, printing=attrs.evolve(set_up, is_filtered=False))
    rows: list[tuple[Value, str]] = [
        ("Whose data", tell_provenance(record)),
        ("", f"{NOTICE} {OFFICIAL}"),
    ]
    for words, fill in CELL_FILLS.items():
        rows.append((Painted(fill.label, fill, is_centred=True), f"{words}: {_MEANINGS[words]}"))
    rows += [(level, EVIDENCE_MEANINGS[level]) for level in EVIDENCE_LEVELS]
    rows += BUREAUS.items()
    first, *others = record.cite().splitlines()
    for row in (*rows, ("How to cite", first), *(("", line) for line in others)):
        sheet.append(row)


def _add_sources(book: Workbook, record: TierRecord, set_up: Printing) -> None:
    widths = {"id": 34, "title": 40, "author": 30, "address": 60, "published": 11, "remarks": 40}
    heads = [Head(name, width=width, wraps=True) for name, width in widths.items()]
    sheet = book.add("Sources", heads, printing=attrs.evolve(set_up, still=1))
    for s in record.sources:
        published = None if s.published is None else str(s.published)
        sheet.append([s.id, s.title, s.author, s.address, published, s.remarks])
