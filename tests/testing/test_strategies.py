"""Strategies of records take a strategy for each of their fields."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from strategies import records
from tipdata import Affiliation, Reach, testing
from tipdata.dataset.kinds import CLASSES, PLURALS, Record, name_of
from tipdata.errors import InvalidValueError
from tipdata.records.people import TIP_REPORT_HERO

MAKERS: dict[type, Callable[..., st.SearchStrategy[Any]]] = {
    record: getattr(testing, PLURALS[kind]) for kind, record in CLASSES.items()
}


@given(st.data(), records())
def test_each_field_can_be_given(data: st.DataObject, record: Record) -> None:
    """Whichever field of a record is given a strategy has its value in what is drawn."""
    field = data.draw(st.sampled_from([field.name for field in attrs.fields(type(record))]))
    value = getattr(record, field)
    drawn = data.draw(MAKERS[type(record)](**{field: st.just(value)}))
    assert getattr(drawn, field) == value
    assert name_of(drawn)


@given(st.data(), testing.affiliations(), testing.reaches())
def test_parts_of_records_can_be_given_whole(
    data: st.DataObject, affiliation: Affiliation, reach: Reach
) -> None:
    """An affiliation or a reach is drawn again from the values of all its fields."""
    fields = {name: st.just(value) for name, value in attrs.asdict(reach, recurse=False).items()}
    assert data.draw(testing.reaches(**fields)) == reach
    fields = {
        name: st.just(value) for name, value in attrs.asdict(affiliation, recurse=False).items()
    }
    assert data.draw(testing.affiliations(**fields)) == affiliation


@pytest.mark.parametrize(
    ("strategy", "holds"),
    [
        (testing.organizations(), lambda one: one.founded and one.dissolved and one.parent),
        (testing.affiliations(), lambda one: one.start and one.end and one.on_behalf_of),
        (testing.editions(), lambda one: one.released and one.period and one.period.end),
        (testing.countries(), lambda one: any(name.since and name.until for name in one.names)),
        (testing.people(), lambda one: any(h.award == TIP_REPORT_HERO for h in one.honours)),
        (testing.reaches(), lambda one: one.exactly),
        (testing.reaches(), lambda one: one.about),
        (testing.reaches(), lambda one: one.at_least and one.at_most and one.rough),
        (testing.reaches(), lambda one: one.at_least is None and one.at_most and not one.rough),
    ],
)
def test_rules_between_fields_leave_all_of_them_filled(
    strategy: st.SearchStrategy[Any], holds: Callable[[Any], object]
) -> None:
    """Fields with a rule between them are drawn with values, and together."""
    once = settings(max_examples=2000, phases=[Phase.generate])
    assert holds(find(strategy, lambda one: bool(holds(one)), settings=once))


def test_a_kind_and_an_outcome_that_do_not_go_together_are_refused() -> None:
    """A kind and an outcome that are given both are taken as they are, so the record refuses them."""
    acts = testing.designations(kind=st.just("watch list waiver"), outcome=st.just("listed"))
    with pytest.raises(InvalidValueError, match="an outcome of a watch list waiver: 'waived'"):
        find(acts, lambda _: True)
