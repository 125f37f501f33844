"""Records as a file gives them, until they are a dataset or a list of problems."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import eq
from typing import Any

import attrs

from tipdata._arguments import check_flag
from tipdata._wire.bounds import beyond, read_limits
from tipdata._wire.explaining import Add, Explainer
from tipdata._wire.faults import Code, fault
from tipdata._wire.json_values import is_deeper
from tipdata._wire.reading import Classes, Reader, read_classes
from tipdata._wire.versions import SCHEMA_VERSION, migrate
from tipdata.countries import CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.dataset import Dataset, as_dataset
from tipdata.dataset.checks import check
from tipdata.dataset.kinds import (
    CLASSES,
    KINDS,
    PLURALS,
    Record,
    RecordKind,
    key_of,
    label,
    name_of,
    references_of,
)
from tipdata.errors import InvalidValueError, TipdataError
from tipdata.limits import Limits
from tipdata.problems import Collector, Problem
from tipdata.tierrecord import TierRecord

__all__ = ["Gathering", "Place", "dataset_of", "explain_record", "readable_dataset_of"]


@attrs.frozen
class Place:
    """Where a record is.

    Attributes:
        order: Sorts places as the file has them.
        path: Its path in the document, or the name of its table.
        row: Its line or row.
    """

    order: tuple[int, int]
    path: str
    row: int | None = None

    @property
    def start(self) -> str:
        """Where the paths of the record's fields begin."""
        return self.path if self.row is None else "$"

    def put(self, problem: Problem) -> Problem:
        """Return a problem with a path from `start` on as one of this place."""
        if self.row is None:
            return problem
        if self.path == "$":
            return attrs.evolve(problem, row=self.row)
        column = problem.path.removeprefix("$").removeprefix(".")
        return attrs.evolve(problem, path=self.path, row=self.row, column=column)


def explain_record(
    kind: type,
    given: object,
    path: str,
    add: Add,
    registry: CountryRegistry | None,
    classes: Classes,
) -> None:
    """Add all that is wrong with what should be a record, and which codes are meant."""

    def code_meant(text: str) -> str:
        if text.strip().upper() == "NA":
            return ""  # R's missing cell, and only in a column of alpha-2 codes Namibia
        try:
            return read_registry(registry).resolve(text).alpha_3
        except TipdataError:
            return ""

    Explainer(add, code_meant, classes).record(kind, given, path)


class Gathering:
    """The records of one file, and why some are refused.

    Args:
        locate: Says where the record of a kind is that has this number.
        registry: The countries that are known beside those of the file.
        most: How many problems are kept.
        classes: Your own subclasses, by the classes in whose place to read them.
        limits: How much is read.

    Raises:
        InvalidValueError: `classes`, `most` or `limits` is not what it should be.
    """

    def __init__(
        self,
        locate: Callable[[RecordKind, int], Place],
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.problems: Collector = Collector(most)
        self.limits: Limits = read_limits(limits)
        self.version = SCHEMA_VERSION
        self._locate = locate
        self._registry = registry
        self._classes = read_classes(classes)
        self._readers = {kind: Reader(CLASSES[kind], self._classes).read for kind in KINDS}
        # A refused record leaves a gap, so that those behind keep their numbers.
        self._records: dict[RecordKind, list[Any]] = {kind: [] for kind in KINDS}

    def class_of(self, kind: RecordKind) -> type:
        """Return the class of which records of a kind are made."""
        return self._classes.get(CLASSES[kind], CLASSES[kind])

    def read(self, kind: RecordKind, given: Any, number: int) -> Any:  # noqa: ANN401 - a record, of what JSON has
        """Return the record of one object and forget it; `None` if it is refused."""
        try:
            return self._readers[kind](given)
        except Exception:
            before, place = self.problems.count, self._locate(kind, number)

            def add(make: Callable[[], Problem]) -> None:
                self.problems.add(lambda: place.put(make()), place.order)

            # What is nested deeply is not looked into, since that may need all of the stack.
            if is_deeper(given, self.limits.depth):
                add(lambda: beyond("depth", self.limits, place.start))
                return None
            explain_record(CLASSES[kind], given, place.start, add, self._registry, self._classes)
            if self.problems.count == before:
                raise
            return None

    def take(self, kind: RecordKind, given: Iterable[Any]) -> None:
        """Read some objects of one kind, and keep their records."""
        if self.version != SCHEMA_VERSION:
            given = (migrate(self.version, kind, one) for one in given)
        taken, read = self._records[kind], self.read
        for one in given:
            taken.append(read(kind, one, len(taken)))

    def finish(self, *, sound: bool) -> Dataset:
        """Return the dataset.

        Raises:
            FormatError: Something is wrong with the records, or, if it has to
                be sound, between them.
            InvalidValueError: `sound` is not a boolean.
        """
        check_flag("sound", sound)
        self._look_for_unknown_countries()
        if self.problems.count:
            self._look_for_duplicates()
        self.problems.raise_any()
        given = {PLURALS[kind]: records for kind, records in self._records.items()}
        try:
            found = Dataset(**given)
        except InvalidValueError:
            self._look_for_duplicates()
            self.problems.raise_any()
            raise
        if sound:
            check(found, registry=self._registry, max_problems=self.problems.most).raise_if_errors()
        return found

    def _look_for_unknown_countries(self) -> None:
        for unknown in _unknown_countries(self._records, self._registry):
            place = self._locate(unknown.kind, unknown.number)
            make = partial(unknown.problem, f"{place.start}.{unknown.field}")
            self.problems.add(partial(_put, place, make), place.order)

    def _look_for_duplicates(self) -> None:
        for kind, records in self._records.items():
            seen: dict[object, Record] = {}
            key = key_of(kind)
            for number, record in enumerate(records):
                if record is not None and seen.setdefault(key(record), record) is not record:
                    place = self._locate(kind, number)
                    make = partial(_duplicate, place, kind, record, seen[key(record)])
                    self.problems.add(make, place.order)


@attrs.frozen
class _UnknownCountry:
    """A record names a country that neither the records nor the registry has."""

    kind: RecordKind
    number: int
    record: Record
    field: str
    code: str
    meant: Callable[[str], str]

    def problem(self, path: str, expected: str = "") -> Problem:
        """Return it as a problem of a path; it looks for the code that is meant."""
        message, value = "no country has this code", repr(self.code)
        meant = self.meant(self.code)
        return fault(
            "unknown-country", message, path, value=value, expected=expected, suggestion=meant
        )


def _unknown_countries(
    records: Mapping[RecordKind, Sequence[Any]], registry: CountryRegistry | None
) -> Iterator[_UnknownCountry]:
    held = [country for country in records["country"] if country is not None]
    known = {one.alpha_3 for one in (*read_registry(registry), *held)}
    meant = cache(partial(_nearest_code, known=sorted(known)))
    for kind, several in records.items():
        # Placements and acts are many, and are of one country each.
        if kind in {"assessment", "designation"}:
            codes = {getattr(one, "country", None) for one in several}
            if codes <= {*known, None}:
                continue
        for number, record in enumerate(several):
            if record is None:
                continue
            for reference in references_of(record):
                target, key = reference.name
                if target == "country" and key not in known:
                    yield _UnknownCountry(kind, number, record, reference.field, str(key), meant)


def _put(place: Place, make: Callable[[], Problem]) -> Problem:
    return place.put(make())


def _nearest_code(code: str, known: Sequence[str]) -> str:
    """Return the first code that has most letters in the same places, if it has two."""
    alike = {one: sum(map(eq, code, one)) for one in known}
    best = max(alike, key=alike.__getitem__, default="")
    return best if alike.get(best, 0) > 1 else ""


def _duplicate(place: Place, kind: RecordKind, record: Record, before: Record) -> Problem:
    name = name_of(record)
    values = "the same values" if record == before else "different values"
    code: Code = "duplicate-placement" if kind == "assessment" else "duplicate-id"
    message = f"{label(name) if name else kind} is already defined, with {values}"
    problem = fault(code, message, place.path, row=place.row)
    return attrs.evolve(problem, records=(before, record))


def dataset_of(given: object) -> Dataset:
    """Return what is to be written as a dataset.

    Raises:
        InvalidValueError: It is neither a dataset nor a tier record.
    """
    if isinstance(given, TierRecord):
        return as_dataset(given)
    if not isinstance(given, Dataset):
        raise InvalidValueError("dataset", given, "a Dataset or a TierRecord")
    return given


def readable_dataset_of(given: object, registry: CountryRegistry | None) -> Dataset:
    """Return what is to be written as a dataset that a reader with the same registry accepts.

    Raises:
        FormatError: It names countries that neither it nor the registry has.
        InvalidValueError: It is neither a dataset nor a tier record, or
            `registry` is not a registry.
    """
    found, problems = dataset_of(given), Collector()
    records: dict[RecordKind, Sequence[Any]] = {
        kind: getattr(found, PLURALS[kind]) for kind in KINDS
    }
    for unknown in _unknown_countries(records, registry):
        problems.add(partial(_unreadable, unknown))
    problems.raise_any()
    return found


def _unreadable(unknown: _UnknownCountry) -> Problem:
    name = name_of(unknown.record)
    path = f"{label(name) if name else unknown.kind}, {unknown.field}"
    problem = unknown.problem(path, "a code of a country in the dataset or in registry=")
    return attrs.evolve(problem, records=(unknown.record,))


def __dir__() -> list[str]:
    return __all__
