"""How types look on the wire: every field of every record has a look, and no other type."""

import datetime
from typing import Literal, Optional

import attrs
import pytest

from tipdata import PartialDate, Person, Tier
from tipdata._wire.shapes import SCALARS, Choice, Many, Maybe, Nested, fields_of, shape_of
from tipdata.dataset.kinds import CLASSES


def test_every_field_of_every_record_has_a_look() -> None:
    """The fields of a class come sorted by name, each with its shape."""
    for kind in CLASSES.values():
        assert [*fields_of(kind)] == sorted(field.name for field in attrs.fields(kind))


def test_an_annotation_says_the_shape() -> None:
    """Each way of saying a type leads to one shape."""
    assert shape_of(Tier) is SCALARS[Tier]
    assert shape_of(datetime.date).expected == "a day as YYYY-MM-DD"  # type: ignore[union-attr]  # a scalar
    assert shape_of(PartialDate | None) == Maybe(SCALARS[PartialDate])
    assert shape_of(Optional[str]) == Maybe(SCALARS[str])  # noqa: UP045 - both ways are meant
    assert shape_of(tuple[Person, ...]) == Many(Nested(Person))
    assert shape_of(Literal["a", "b"]) == Choice(("a", "b"))


@pytest.mark.parametrize(
    "annotation", [dict[str, int], list[str], int | str, tuple[int, str], Literal[1], object]
)
def test_no_other_type_has_a_look(annotation: object) -> None:
    """A type that a file cannot hold is an error of whoever wrote the class."""
    with pytest.raises(TypeError, match="no field of a record"):
        shape_of(annotation)


def test_annotations_may_be_strings() -> None:
    """A class whose annotations are strings is read like any other."""

    @attrs.frozen
    class Late:
        when: "PartialDate | None" = None

    assert fields_of(Late)["when"][1] == Maybe(SCALARS[PartialDate])
