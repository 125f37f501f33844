"""The doors of the package: its public callables, with the kind of each of their parameters.

The kind of a parameter follows from its annotation and its name, so that a new
function cannot forget the laws of `test_doors.py`. What is left out is named
here, with the reason.
"""

import collections.abc
import datetime
import inspect
import os
import typing
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import attrs

from test_rooms import callables_of, label, public_objects
from tipdata import (
    Change,
    Country,
    Dataset,
    Limits,
    PartialDate,
    Period,
    Series,
    Succession,
    Tier,
    TierRecord,
)
from tipdata.analysis.history import History
from tipdata.analysis.waivers import Waiver
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import CLASSES, Record
from tipdata.records.designations import Designation, DesignationCoverage
from tipdata.tierrecord.citing import CitedEdition

__all__ = ["DOORS", "FREE", "Parameter"]

LEFT_OUT = {
    "tipdata.analysis.published.compare_figures": "not in the reference",
    "tipdata.cli.": "has arguments of the command line",
    "namedtuple_Folded.": "not in the reference",
    "tipdata.countries.folding.": "not in the reference",
    "namedtuple_Membership.": "not in the reference",
    "tipdata.countries.memberships.": "not in the reference",
    "tipdata.countries.reading.": "not in the reference",
    "tipdata.data.": "not in the reference",
    "tipdata.dataset.as_dataset": "not in the reference",
    "tipdata.dataset.gathering.": "not in the reference",
    "tipdata.frames.cells.": "not in the reference",
    "tipdata.frames.report.": "not in the reference",
    "tipdata.records.assessments.assessment_columns": "not in the reference",
    "tipdata.records.assessments.weaker": "not in the reference",
    "tipdata.records.countries.Suggestion": "made by the library",
    "tipdata.records.marks.": "not in the reference",
    "tipdata.tierrecord.cells.": "not in the reference",
    "tipdata.tierrecord.grading.count_evidence": "not in the reference",
    "tipdata.tierrecord.grading.stricter_choices": "not in the reference",
    "tipdata.tierrecord.markers.": "not in the reference",
    "tipdata.tierrecord.membership.": "not in the reference",
    "tipdata.tierrecord.releases.": "not in the reference",
    "tipdata.tierrecord.reviewing.": "not in the reference",
    "tipdata.tierrecord.rows.": "not in the reference",
    "tipdata.tierrecord.templates.make_template": "not in the reference",
    "tipdata.tierrecord.supplying.": "not in the reference",
    "tipdata.tiers.best_first": "not in the reference",
    "tipdata.errors.": "errors are raised by the library",
    "tipdata.formats.workbook.tables.": "not in the reference",
    "tipdata.loading.map_kinds.": "not in the reference",
    "tipdata.loading.provenance.": "not in the reference",
    "tipdata.problems.": "problems are made by the library",
    "namedtuple_Reference.": "made by the library",
    "namedtuple_Supply.": "not in the reference",
}
"""What is no door, by the beginning of its name, with the reason."""

CONSTRUCTORS = (
    "tipdata.records.",
    "tipdata.dates.",
    "tipdata.analysis.history.History",
    "tipdata.analysis.waivers.Waiver",
    "tipdata.countries.CountryRegistry",
    "tipdata.limits.Limits",
    "tipdata.dataset._dataset.Dataset",
)
"""Whose classes users construct; the results of analyses are made by the library."""

FREE: dict[str, str] = {
    "after": "a version of the data",
    "aliases": "any names, mapped to codes",
    "ax": "axes of matplotlib",
    "base": "how the IRIs of nodes begin",
    "before": "a version of the data",
    "changes": "the result of another function",
    "claims": "any claims",
    "classes": "classes of the user",
    "code": "a number of a coding",
    "codes": "any strings, mapped to codes",
    "connection": "a connection of DuckDB",
    "converter": "a converter of cattrs",
    "country": "the name of a column",
    "data": "a document",
    "data_version": "a version of the data",
    "dataset": "a dataset or a tier record",
    "dates": "names of columns",
    "default": "whatever the caller wants back",
    "encoding": "the name of a codec, of which Python knows very many",
    "error": "any exception",
    "field": "what an error calls an argument",
    "fields": "strategies",
    "first_year": "a year of any century",
    "frame": "a frame of another library",
    "histories": "any countries, mapped to histories",
    "kind": "any class",
    "licences": "any licences",
    "name": "a pair of a kind and a key",
    "missing": "any strings",
    "names": "any strings, mapped to codes",
    "on": "the name of a column",
    "organization": "the id of an organization that may be unknown",
    "prefix": "any string",
    "record": "any object",
    "records": "records, or what the user has of them",
    "rows": "a table",
    "placements": "a table, or a list as text",
    "scale": "a number of pixels",
    "schema": "a schema",
    "series": "pairs of groups and tiers",
    "source": "a source, or the title of one",
    "table": "the name of a packaged table",
    "text": "a string that people or programs wrote",
    "texts": "strings that people or programs wrote",
    "tier": "the name of a column",
    "tiers": "names of columns",
    "title": "any words",
    "value": "any object",
    "version": "any string",
    "year": "the name of a column",
}
"""The parameters of functions that have no kind, with what they take."""

_BY_NAME = {"key": "id", "partner": "id", "group": "id", "code": "code", "kind": "class"}
"""The kinds of parameters whose type is a string or a class, by their name."""

_OWN: dict[object, str] = {
    TierRecord: "record",
    Dataset: "dataset",
    CountryRegistry: "registry",
    Tier: "tier",
    Series: "series",
    History: "history",
    bool: "flag",
    Limits: "limits",
}
_RECORDS = {
    *CLASSES.values(),
    *(Change, CitedEdition, Designation, DesignationCoverage, Succession, Waiver),
}
_TIMES = {datetime.date, PartialDate, Period}
_YEARS = {"year", "years", "since", "until", "editions", "edition"}
_COUNTS = {"steps", "max_problems", "limit", *(field.name for field in attrs.fields(Limits))}


class Parameter(NamedTuple):
    """A parameter of a public callable.

    Attributes:
        name: Its name.
        kind: What it is: `year`, `country`, `tier`, `word` and so on; `free` is anything else.
        words: The words of its vocabulary.
        several: Whether it takes several values.
        optional: Whether it takes `None`.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()
    several: bool = False
    optional: bool = False


def _parts(hint: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the types of a union, each with whether it is that of several values."""
    several = (collections.abc.Collection, collections.abc.Iterable, collections.abc.Sequence)
    if get_origin(hint) in (Union, UnionType) and hint != Record:
        for one in get_args(hint):
            yield from _parts(one)
    elif get_origin(hint) in (*several, tuple):
        yield from (
            (part, True) for one in get_args(hint) if one is not ... for part, _ in _parts(one)
        )
    else:
        yield hint, False


def _kind_of(name: str, hint: Any) -> Parameter:
    parts = list(_parts(hint))
    kinds = {part for part, _ in parts} - {NoneType}
    words = tuple(w for part in kinds if get_origin(part) is Literal for w in get_args(part))
    optional = (NoneType, False) in parts
    own = [_OWN[part] for part in kinds if part in _OWN]
    origins = {get_origin(part) for part in kinds}
    if collections.abc.Callable in origins and not words:
        kind = "function"
    elif words and kinds.isdisjoint({str, type}) and type not in origins:
        kind = "word"
    elif os.PathLike in origins:
        kind = "path"
    elif kinds == {Country, str}:
        kind = "country"
    elif Record in kinds or (kinds & _RECORDS and str not in kinds):
        kind = "records"
    elif (len(own) == 1 and kinds <= {*_OWN, str}) or "history" in own:
        kind = own[0]
    elif kinds & _TIMES:
        kind = "time"
    elif kinds == {int} and name in _YEARS | _COUNTS:
        kind = "year" if name in _YEARS else "count"
    elif kinds & {str, type} or type in origins:
        kind = _BY_NAME.get(name, "free") if name != "kind" or not optional else "free"
    else:
        kind = "free"
    several = any(many for _, many in parts)
    return Parameter(name, kind, words, several, optional)


def _parameters_of(function: Any) -> tuple[Parameter, ...]:
    hints = typing.get_type_hints(function)
    names = [name for name in inspect.signature(function).parameters if name not in {"self", "cls"}]
    return tuple(_kind_of(name, hints.get(name)) for name in names)


def _doors() -> Iterator[tuple[str, tuple[Parameter, ...]]]:
    for path, public in public_objects():
        for member in callables_of(public):
            if inspect.isclass(member):
                continue
            name = f"{path}.{public.__name__}" if inspect.isfunction(public) else label(member)
            made = name.endswith(".__init__")
            name = name.removesuffix(".__init__")
            if made and not name.startswith(CONSTRUCTORS):
                continue
            if not name.startswith(tuple(LEFT_OUT)):
                parameters = _parameters_of(member)
                if made:  # the fields of records have rules, which the tests of records try
                    parameters = tuple(p for p in parameters if p.kind != "free")
                if parameters or made:
                    yield name, parameters


DOORS = dict(_doors())
"""The parameters of each public callable by its name; a constructor is named as its class."""
