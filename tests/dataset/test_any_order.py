"""Whatever is done to a dataset, in any order, it is what a plain mapping of records becomes."""

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

import tipdata
from strategies import datasets, records
from tipdata import Dataset
from tipdata.dataset.kinds import KINDS, Record, RecordKind
from tipdata.errors import (
    InvalidValueError,
    MergeConflictError,
    UnknownCountryError,
    UnknownRecordError,
)
from tipdata.formats import from_plain, json, to_plain
from tipdata.problems import FormatError

COUNTRIES = {country.alpha_3 for country in tipdata.countries.default()}

Key = tuple[str | int, ...]
Model = dict[Key, Record]

KEYS = {
    "country": ["alpha_3"],
    "edition": ["year"],
    "assessment": ["country", "year"],
    "designation": ["kind", "country", "year", "outcome"],
}
"""The fields by which a record is found; all others have an id."""

NAMES: Mapping[str, RecordKind] = {
    "country": "country",
    "countries": "country",
    "disputed_by": "source",
    "edition": "edition",
    "on_behalf_of": "organization",
    "organization": "organization",
    "organizers": "organization",
    "parent": "organization",
    "partners": "organization",
    "person": "person",
    "project": "project",
    "source": "source",
    "sources": "source",
}
"""The fields that name records, and of which kind."""


def kind_of(record: Record) -> str:
    """Return the kind of a record, which is the name of its class."""
    return type(record).__name__.lower()


def key_of(record: Record) -> Key:
    """Return the kind and key of a record."""
    kind = kind_of(record)
    return (kind, *(getattr(record, name) for name in KEYS.get(kind, ["id"])))


def named_by(record: Record) -> Iterator[Key]:
    """Yield the kinds and keys of what a record names, as its plain data has them."""
    if kind_of(record) in {"assessment", "designation"}:
        yield ("edition", getattr(record, "year"))  # noqa: B009 - not of every kind
    if kind_of(record) != "country":
        yield from named_in(to_plain(record))


def named_in(data: Mapping[str, Any]) -> Iterator[Key]:
    """Yield what an object of plain data names, and the objects in it."""
    for field, value in data.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from named_in(one)
            elif field in NAMES and one is not None:
                yield (NAMES[field], one)


def closed(model: Model, wanted: list[Key]) -> set[Key]:
    """Return the keys, and those of all that these records name and the model has."""
    found: set[Key] = set()
    while wanted:
        key = wanted.pop()
        if key in model and key not in found:
            found.add(key)
            wanted += named_by(model[key])
    return found


class AnyOrder(RuleBasedStateMachine):
    """Datasets that come from one another, each beside the mapping that it should be."""

    held: Bundle[tuple[Dataset, Model]] = Bundle("held")
    first: tuple[tuple[Dataset, Model], ...] = ()

    @initialize(target=held, one=datasets(), other=datasets())
    def begin(self, one: Dataset, other: Dataset) -> Any:
        """Begin with two sets, whose ids are partly the same."""
        self.first = (self.hold(one), self.hold(other))
        return multiple(*self.first)

    def hold(self, dataset: Dataset, model: Model | None = None) -> tuple[Dataset, Model]:
        """Compare a dataset with its model, and give both to the rules."""
        if model is None:
            model = {key_of(record): record for record in dataset}
        again = Dataset.from_records([*model.values()][::-1])
        assert again == dataset
        assert hash(again) == hash(dataset)
        assert len(dataset) == len(model)
        assert [*dataset] == [*again]
        assert {key_of(record): record for record in dataset} == model
        assert all(record in dataset for record in model.values())
        kinds = [key[0] for key in model]
        assert dataset.counts == {kind: kinds.count(kind) for kind in KINDS}
        return dataset, model

    @rule(target=held, one=held, record=records())
    def add(self, one: tuple[Dataset, Model], record: Record) -> tuple[Dataset, Model]:
        """A record with a new key is added, one with a known key is refused."""
        dataset, model = one
        if key_of(record) in model:
            with pytest.raises(InvalidValueError):
                dataset.with_records(record)
            return one
        return self.hold(dataset.with_records(record), model | {key_of(record): record})

    @rule(target=held, one=held, data=st.data())
    def remove(self, one: tuple[Dataset, Model], data: st.DataObject) -> tuple[Dataset, Model]:
        """Records go by their keys, whatever else they say."""
        dataset, model = one
        gone = data.draw(st.lists(st.sampled_from([*model]), unique=True) if model else st.just([]))
        kept = {key: record for key, record in model.items() if key not in gone}
        return self.hold(dataset.without(*(model[key] for key in gone)), kept)

    @rule(one=held, record=records())
    def remove_unknown(self, one: tuple[Dataset, Model], record: Record) -> None:
        """A record whose key the set does not have cannot be removed."""
        dataset, model = one
        if key_of(record) not in model:
            with pytest.raises(UnknownRecordError):
                dataset.without(record)

    @rule(target=held, one=held, data=st.data())
    def change(self, one: tuple[Dataset, Model], data: st.DataObject) -> tuple[Dataset, Model]:
        """Another record under a known key takes its place if theirs are preferred."""
        dataset, model = one
        texts = {"title", "name", "text", "remarks"}
        able = [key for key, record in model.items() if texts & set(to_plain(record))]
        if not able:
            return one
        key = data.draw(st.sampled_from(able))
        field = min(texts & set(to_plain(model[key])))
        before: Any = model[key]
        other: Record = attrs.evolve(
            before, **{field: data.draw(st.sampled_from(["One", "Other"]))}
        )
        merged = dataset.merge(Dataset.from_records([other]), on_conflict="theirs")
        return self.hold(merged, model | {key: other})

    @rule(target=held, one=held, two=held, how=st.sampled_from(["raise", "ours", "theirs"]))
    def merge(
        self, one: tuple[Dataset, Model], two: tuple[Dataset, Model], how: Any
    ) -> tuple[Dataset, Model]:
        """A merge is the union of both; where they differ it raises, or prefers one."""
        (mine, ours), (other, theirs) = one, two
        differing = {key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key]}
        if how == "raise" and differing:
            with pytest.raises(MergeConflictError) as caught:
                mine.merge(other)
            assert len(caught.value.conflicts) == len(differing)
            return one
        merged = theirs | ours if how == "ours" else ours | theirs
        return self.hold(mine.merge(other, on_conflict=how), merged)

    @rule(target=held, one=held, kinds=st.lists(st.sampled_from(KINDS), min_size=1, unique=True))
    def select_kinds(
        self, one: tuple[Dataset, Model], kinds: list[RecordKind]
    ) -> tuple[Dataset, Model]:
        """A selection has the records of its kinds, what these name, and nothing else."""
        dataset, model = one
        kept = closed(model, [key for key in model if key[0] in kinds])
        return self.hold(dataset.select(kind=kinds), {key: model[key] for key in kept})

    @rule(
        target=held,
        one=held,
        country=st.sampled_from(["KAZ", "KGZ", "UZB", None]),
        year=st.none() | st.integers(2001, 2025),
    )
    def select(
        self, one: tuple[Dataset, Model], country: str | None, year: int | None
    ) -> tuple[Dataset, Model]:
        """A selection is a part, has all that its records name, and selects itself."""
        dataset, model = one
        part = dataset.select(country=country, year=year)
        kept = {key_of(record): record for record in part}
        assert kept.items() <= model.items()
        assert closed(model, [*kept]) == {*kept}
        assert part.select(country=country, year=year) == part
        for key in model.keys() - kept.keys():
            if key[0] in {"assessment", "designation"}:
                given = to_plain(model[key])
                assert country not in {None, given["country"]} or year not in {None, given["year"]}
        return self.hold(part, kept)

    @rule(one=held, two=held)
    def diff(self, one: tuple[Dataset, Model], two: tuple[Dataset, Model]) -> None:
        """A difference has what only one has, and what both have and differs."""
        (mine, ours), (other, theirs) = one, two
        found = mine.diff(other)
        assert {*map(key_of, found.added)} == theirs.keys() - ours.keys()
        assert {*map(key_of, found.removed)} == ours.keys() - theirs.keys()
        both = {key_of(one.before): (one.before, one.after) for one in found.changed}
        assert both == {
            key: (ours[key], theirs[key])
            for key in ours.keys() & theirs.keys()
            if ours[key] != theirs[key]
        }

    @rule(target=held, one=held)
    def write(self, one: tuple[Dataset, Model]) -> tuple[Dataset, Model]:
        """What is pickled, made plain or written is read as it was, if its countries are known."""
        dataset, model = one
        assert pickle.loads(pickle.dumps(dataset)) == dataset  # noqa: S301 - our own
        named = {key for record in model.values() for key in named_by(record)}
        codes = {key[1] for key in named if key[0] == "country" and key not in model}
        if codes <= COUNTRIES:
            assert from_plain(Dataset, to_plain(dataset)) == dataset
            return self.hold(json.loads(json.dumps(dataset)), model)
        with pytest.raises(FormatError) as caught:
            json.loads(json.dumps(dataset))
        unknown = {problem.value for problem in caught.value.problems}
        assert unknown == {repr(code) for code in codes - COUNTRIES}
        return one

    @rule(one=held)
    def check(self, one: tuple[Dataset, Model]) -> None:
        """A check finds lost references just if a record names what the set should have."""
        dataset, model = one
        named = {key for record in model.values() for key in named_by(record)}
        lost = {key for key in named - model.keys() if key[0] not in {"country", "edition"}}
        report = tipdata.check(dataset)
        assert any(problem.code == "lost-reference" for problem in report) == bool(lost)

    @rule(one=held)
    def tiers(self, one: tuple[Dataset, Model]) -> None:
        """The record of a set has the tier of each assessment, whose country it has to know."""
        dataset, model = one
        known = {
            (given["country"], given["year"]): given["tier"]
            for given in (to_plain(model[key]) for key in model if key[0] == "assessment")
        }
        if all(("country", code) in model or code in COUNTRIES for code, _ in known):
            assert {(a.country, a.year): a.tier for a in dataset.tiers.assessments} == known
        else:
            with pytest.raises(UnknownCountryError):
                dataset.tiers  # noqa: B018 - it is computed

    @invariant()
    def nothing_held_has_changed(self) -> None:
        """No operation changes a set that it is asked of."""
        for dataset, model in self.first:
            assert {key_of(record): record for record in dataset} == model


def run(runs: int, steps: int) -> None:
    """Do so many things in so many runs."""
    run_state_machine_as_test(
        AnyOrder, settings=settings(max_examples=runs, stateful_step_count=steps)
    )


def test_a_dataset_is_its_records_whatever_was_done() -> None:
    """After a dozen operations in any order, a set is what a plain mapping becomes."""
    run(12, 12)


@pytest.mark.long
def test_a_dataset_is_its_records_after_many_operations() -> None:
    """So it is in many long runs, and in ten times as many with the profile `nightly`."""
    run(max(100, settings().max_examples), 30)
