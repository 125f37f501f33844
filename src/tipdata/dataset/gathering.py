"""Records as a file gives them one by one, until they are a dataset or a list of problems."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter, eq
from typing import Any

import attrs

from tipdata._wire.explaining import explain
from tipdata._wire.reading import reader
from tipdata._wire.versions import SCHEMA_VERSION, migrate
from tipdata.countries import CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.dataset import Dataset, as_dataset
from tipdata.dataset.checks import check
from tipdata.dataset.kinds import CLASSES, KINDS, Record, RecordKind, label, name_of, references_of
from tipdata.errors import InvalidValueError, TipdataError
from tipdata.problems import Collector, Problem
from tipdata.tierrecord import TierRecord

__all__ = ["PLURALS", "Gathering", "Place", "dataset_of", "explain_record"]

PLURALS: dict[RecordKind, str] = dict(
    zip(KINDS, (field.name for field in attrs.fields(Dataset)), strict=True)
)
"""What a document calls the records of a kind: the fields of `Dataset`."""

_KEYS: dict[RecordKind, Callable[[Any], object]] = {
    **{kind: attrgetter("id") for kind in KINDS},
    "country": attrgetter("alpha_3"),
    "edition": attrgetter("year"),
    "assessment": attrgetter("country", "year"),
}
# A suggestion takes a millisecond, and nobody reads the thousandth.
_SUGGESTIONS = 100


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
    kind: type, given: object, path: str, registry: CountryRegistry | None = None
) -> list[Problem]:
    """Return all that is wrong with what should be a record, and which codes are meant."""
    known = registry or default_registry()

    def code_meant(text: str) -> str:
        try:
            return known.resolve(text).alpha_3
        except TipdataError:
            return ""

    return explain(kind, given, path, code_meant)


class Gathering:
    """The records of one file.

    Args:
        locate: Says where the record of a kind is that has this number.
        registry: The countries that are known beside those of the file.
        most: How many problems are kept.
    """

    def __init__(
        self,
        locate: Callable[[RecordKind, int], Place],
        registry: CountryRegistry | None,
        most: int,
    ) -> None:
        self.problems = Collector(most)
        self.version = SCHEMA_VERSION
        self._locate = locate
        self._registry = registry
        # A refused record leaves a gap, so that those behind keep their numbers.
        self._records: dict[RecordKind, list[Any]] = {kind: [] for kind in KINDS}

    def take(self, kind: RecordKind, every: Iterable[Any]) -> None:
        """Take the values of records of one kind, each by itself, so that it can be let go."""
        read = reader(CLASSES[kind])
        if self.version != SCHEMA_VERSION:
            every = (migrate(self.version, kind, given) for given in every)
        append = self._records[kind].append
        for given in every:
            try:
                append(read(given))
            except Exception as error:  # noqa: BLE001 - it is explained, or raised again
                self._refuse(kind, given, error)

    def _refuse(self, kind: RecordKind, given: object, error: Exception) -> None:
        place = self._locate(kind, len(self._records[kind]))
        self._records[kind].append(None)
        found = explain_record(CLASSES[kind], given, place.start, self._registry)
        if not found:
            raise error
        for problem in found:
            self.problems.add(place.put(problem), place.order)

    def finish(self, *, sound: bool) -> Dataset:
        """Return the dataset.

        Raises:
            FormatError: Something is wrong with the records, or, if it has to
                be sound, between them.
        """
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
        registry = self._registry or default_registry()
        known = {country.alpha_3 for country in registry}
        known |= {country.alpha_3 for country in self._records["country"] if country is not None}
        found: Iterator[tuple[RecordKind, int, Record]] = (
            (kind, number, record)
            for kind, records in self._records.items()
            # Placements are many, and are of one country each.
            if kind != "assessment"
            or not {getattr(one, "country", None) for one in records} <= {*known, None}
            for number, record in enumerate(records)
            if record is not None
        )
        for kind, number, record in found:
            for reference in references_of(record):
                target, key = reference.name
                if target != "country" or key in known:
                    continue
                place = self._locate(kind, number)
                few = self.problems.count < _SUGGESTIONS
                suggestion = _nearest_code(str(key), known) if few else ""
                problem = Problem(
                    code="unknown-country",
                    message="no country has this code",
                    path=f"{place.start}.{reference.field}",
                    value=repr(key),
                    suggestion=suggestion,
                )
                self.problems.add(place.put(problem), place.order)

    def _look_for_duplicates(self) -> None:
        for kind, records in self._records.items():
            seen: dict[object, Record] = {}
            key_of = _KEYS[kind]
            for number, record in enumerate(records):
                if record is not None and seen.setdefault(key_of(record), record) is not record:
                    place = self._locate(kind, number)
                    problem = _duplicate(place, kind, record, seen[key_of(record)])
                    self.problems.add(problem, place.order)


def _nearest_code(code: str, known: Iterable[str]) -> str:
    """Return the code that has most letters in the same places, if it has two."""
    alike = {one: sum(map(eq, code, one)) for one in sorted(known)}
    best = max(alike, key=alike.__getitem__, default="")
    return best if alike.get(best, 0) > 1 else ""


def _duplicate(place: Place, kind: RecordKind, record: Record, before: Record) -> Problem:
    name = name_of(record)
    same = "and is the same" if record == before else "and is not the same"
    return Problem(
        code="duplicate-placement" if kind == "assessment" else "duplicate-id",
        message=f"{label(name) if name else kind} is there already, {same}",
        path=place.path,
        row=place.row,
        records=(before, record),
    )


def dataset_of(given: object) -> Dataset:
    """Return what is to be written as a dataset."""
    if isinstance(given, TierRecord):
        return as_dataset(given)
    if not isinstance(given, Dataset):
        raise InvalidValueError("dataset", given, "a Dataset or a TierRecord")
    return given
