r"""An .xlsx workbook: a sheet for each kind of record, for people who keep records by hand.

Sheets are named as the lists of a `Dataset` (`people`, `organizations`). A
sheet without rows is left out, and `template()` has those that people fill in.
Lists of parts have sheets of their own, such as `people.affiliations`: each of
their rows begins with the key of the record that it belongs to (`person.id`),
and the order of the rows is the order of the parts. A part that a record has
once has columns with dotted names, such as `reach.at_least`, and so has a
period: `period.start` and `period.end`. In a cell

- a string is text, whatever it looks like, and so is a date without its day
  (`2021-07`); a full date is a date from March 1900 on, before it text; a
  boolean is `TRUE` or `FALSE`; an integer of more than 15 digits is text;
- an empty cell is what is not known, or the default of its column;
- the values of a list stand with `; ` between them. In such a value a
  semicolon, a backslash and an outer blank have a backslash before them;
  an empty string is `\-`;
- a character that XML does not have is written as Excel does: `_x000D_`.

The note on a header says what its column holds. Cells offer the words of
closed vocabularies, the ids of the other sheets, and the codes of countries.

Reading is strict, and uses what a spreadsheet program shows:

- a date shown without its day or its year, such as `Jul-21`, is refused, as
  is one with a time of day; a number of four digits is a year;
- a number in a column of text is refused, for it may have lost its zeros;
- a formula is its saved value, and refused if none was saved;
- cells in hidden rows, columns and sheets are read as others; merged cells
  and errors such as `#REF!` are refused;
- empty rows are skipped, and columns may be in any order. One may be missing
  if its field has a default;
- a sheet whose name is nearly that of one of these is refused. Others are not
  read, and a `UserWarning` names them; `about`, `country codes` and `words`,
  which the writer adds, are expected.

A problem's `path` is its cell, such as `people!C7`, with row and column.

Writing needs the extra `excel`; reading needs nothing.
"""

import os
import warnings

from tipdata._arguments import check_kind, read_path
from tipdata._wire.bounded import read_whole
from tipdata._wire.bounds import check_size
from tipdata._wire.json_text import BrokenError
from tipdata._wire.reading import Classes
from tipdata._wire.storage import ReadFrom, WriteTo, write_bytes
from tipdata.countries import CountryRegistry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import readable_dataset_of
from tipdata.errors import InvalidValueError, one_line, shorten
from tipdata.formats.workbook._archive import Archive
from tipdata.formats.workbook._reading import END, WorkbookReader
from tipdata.formats.workbook._writing import write, write_template
from tipdata.limits import Limits
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps", "load", "loads", "template"]

_SOME = 20


def dumps(dataset: Dataset | TierRecord, *, registry: CountryRegistry | None = None) -> bytes:
    """Return a dataset as a workbook; equal datasets are equal bytes.

    Args:
        dataset: What to write.
        registry: The countries that are known beside those of the dataset, as
            in `loads`; by default those that ship with tipdata.

    Raises:
        FormatError: It names countries that neither it nor the registry has,
            so that reading would refuse it.
        InvalidValueError: It is not a dataset, `registry` is not a registry, or the
            dataset has what no cell holds: more than 32,767 characters, more
            rows than a sheet has, an unpaired surrogate. The error names the
            record and the cell.
        MissingExtraError: openpyxl is not installed.

    >>> from tipdata.records.people import Person
    >>> data = dumps(Dataset(people=[Person(id="ann", name="=Ann")]))
    >>> loads(data).people
    (Person(id='ann', name='=Ann', ...),)
    """
    return write(readable_dataset_of(dataset, registry))


def dump(
    dataset: Dataset | TierRecord, target: WriteTo, *, registry: CountryRegistry | None = None
) -> None:
    """Write a dataset to a path, or to a file that is open for bytes; see `dumps`.

    A file is replaced in one step or stays as it is.

    Raises:
        FormatError: As `dumps`.
        InvalidValueError: As `dumps`; or the target is neither.
        MissingExtraError: openpyxl is not installed.
        OSError: The file cannot be written.
    """
    write_bytes(target, [dumps(dataset, registry=registry)])


def template() -> bytes:
    """Return a workbook to fill in: all sheets that people keep by hand, with a header each.

    These are organizations, people, projects, campaigns, sources, statements
    and their parts. Countries, editions, placements and acts ship with tipdata.

    Raises:
        MissingExtraError: openpyxl is not installed.

    >>> len(loads(template()))
    0
    """
    return write_template()


def loads(
    data: bytes,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> Dataset:
    """Return the dataset of a workbook.

    Args:
        data: The bytes of the file.
        sound: Whether the errors that `tipdata.check` finds are errors here too.
        registry: The countries that are known beside those of the workbook;
            by default those that ship with tipdata.
        max_problems: How many problems are kept; the others are counted.
        classes: Your own subclasses of records, by the classes in whose place
            to read them: `{Organization: MyOrganization}`.
        limits: How much is read, if not what `tipdata.Limits()` says.

    Raises:
        FormatError: With everything that is wrong with it, cell by cell.
        InvalidValueError: `data`, `classes`, `limits` or `max_problems` is not
            what it should be.

    >>> loads(b"PK")
    Traceback (most recent call last):
    tipdata.problems.FormatError: 1 problem
      $: not a readable zip file
    """
    check_kind("data", data, (bytes, bytearray, memoryview), "the bytes of a workbook")
    reader = WorkbookReader(registry, max_problems, classes, limits)
    check_size(data, reader.limits)
    return _read(reader, bytes(data), sound=sound)


def load(
    source: ReadFrom,
    *,
    sound: bool = False,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
    classes: Classes | None = None,
    limits: Limits | None = None,
) -> Dataset:
    """Return the dataset of a workbook at a path or in an open file; see `loads`.

    Raises:
        FormatError: With everything that is wrong with it, cell by cell.
        OSError: It cannot be read.
    """
    if isinstance(source, (str, os.PathLike)):
        read_path("source", source)
    reader = WorkbookReader(registry, max_problems, classes, limits)
    data = read_whole(source, reader.limits)
    if isinstance(data, str):
        raise InvalidValueError("source", source, "a path or a file that is open for bytes")
    return _read(reader, data, sound=sound)


def _read(reader: WorkbookReader, data: bytes, *, sound: bool) -> Dataset:
    try:
        reader.read(Archive(data, reader.limits))
    except BrokenError as error:
        reader.gathering.problems.add(error.problem, END)
    found = reader.gathering.finish(sound=sound)
    if reader.unread:
        shown, more = reader.unread[:_SOME], len(reader.unread) - _SOME
        names = one_line(", ".join(map(shorten, shown))) + f" and {more:,} more" * (more > 0)
        warnings.warn(f"sheets that hold no records, not read: {names}", UserWarning, stacklevel=3)
    return found


def __dir__() -> list[str]:
    return __all__
