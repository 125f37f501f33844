"""Workbooks for tests: a small dataset, changed as someone changes it in a spreadsheet."""

import datetime
import functools
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

from tipdata import (
    Affiliation,
    Campaign,
    Dataset,
    Edition,
    FormatError,
    Honour,
    Organization,
    PartialDate,
    Period,
    Person,
    Reach,
    Source,
)
from tipdata.formats import workbook

Change = Callable[[Any], object]
"""Changes a workbook of openpyxl."""

SMALL = Dataset(
    organizations=[
        Organization(id="centre", name="Centre", parent="rodnik"),
        Organization(
            id="rodnik", name="Rodnik", kind="NGO", country="KAZ", founded=PartialDate(2004)
        ),
    ],
    people=[
        Person(
            id="ann",
            name="Ann",
            affiliations=(
                Affiliation(organization="rodnik", role="director", start=PartialDate(2019, 5, 1)),
                Affiliation(organization="centre"),
            ),
            honours=(Honour(award="TIP Report Hero", edition=2021),),
        ),
        Person(id="bob", name="Bob", sources=("one", "two")),
    ],
    campaigns=[
        Campaign(
            id="spring",
            title="Spring",
            period=Period.parse("2021/2022-03"),
            countries=("KAZ", "UZB"),
            channels=("print", "online"),
            reach=Reach(at_least=1000),
        )
    ],
    sources=[
        Source(id="one", title="One", published=PartialDate(2020, 1, 2)),
        Source(id="two", title="Two", weak=True),
    ],
    editions=[Edition(year=2021, released=datetime.date(2021, 7, 1))],
)


written = functools.cache(workbook.dumps)
"""Returns the workbook of a dataset, which many tests change."""


def changed(*changes: Change, dataset: Dataset = SMALL) -> bytes:
    """Return the workbook of a dataset after some changes, as another program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(written(dataset)))
    for change in changes:
        change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def put(place: str, value: object, shown: str = "") -> Change:
    """Return what types a value into a cell such as `people!B2`, as no program of ours would."""
    sheet, cell = place.split("!")

    def change(book: Any) -> None:
        found = book[sheet][cell]
        found.value = value
        if shown:
            found.number_format = shown

    return change


def lines(read: Callable[[], object]) -> list[str]:
    """Return the lines of the error that reading raises; none if it does not."""
    try:
        read()
    except FormatError as error:
        return [str(problem) for problem in error.problems]
    return []


def rewritten(data: bytes, entry: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zip file with one of its files changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            found = old.read(name)
            new.writestr(name, change(found) if name == entry else found)
    return packed.getvalue()
