"""What people said in public: the words, the date, the place and the source."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate
from tipdata.records.marks import KEY, maybe, refers_to

__all__ = ["Statement", "StatementKind"]

StatementKind = Literal["quoted", "paraphrased"]
"""Whether the words are the speaker's own, or those of the source or the record."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Statement:
    """Something a person said in public, as a source reports it.

    Attributes:
        id: Its key, a slug.
        person: The id of the person who said it.
        text: What was said.
        source: The id of the source that reports it; a statement needs one.
        kind: Whether the words are the speaker's own.
        date: When it was said, or published if only that is known.
        place: Where it was said, as far as known.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> said = Statement(
    ...     id="better", person="a-director", text="It is a reflection of better reporting.",
    ...     source="usaid-exposure-2021", kind="quoted", date=PartialDate(2021, 8, 19),
    ... )
    >>> print(said)
    a-director (2021-08-19): “It is a reflection of better reporting.”
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.slug, metadata=KEY)
    person: str = field(validator=v.slug, metadata=refers_to("person"))
    text: str = field(validator=v.text)
    source: str = field(validator=v.identifier, metadata=refers_to("source"))
    kind: StatementKind = field(default="paraphrased", validator=v.one_of(get_args(StatementKind)))
    date: PartialDate | None = maybe(v.partial_date)
    place: str = field(default="", validator=v.line_or_empty)

    def __str__(self) -> str:
        when = f" ({self.date})" if self.date else ""
        text = f"“{self.text}”" if self.kind == "quoted" else self.text
        return f"{self.person}{when}: {text}"


def __dir__() -> list[str]:
    return __all__
