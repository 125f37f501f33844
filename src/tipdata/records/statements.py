"""What somebody said: in which words, where, when, and who reports it."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._wire import rules as v
from tipdata.dates import PartialDate

__all__ = ["Statement", "StatementKind"]

StatementKind = Literal["quoted", "paraphrased"]
"""Whether the text is in the speaker's words, or in those of the source or record."""


@attrs.frozen(kw_only=True)
class Statement:
    """Something that a person said in public, on the word of a source.

    Attributes:
        id: A slug, its key.
        person: The id of the person who said it.
        text: What was said.
        source: The id of the source that reports it. There is no default:
            what nobody reports is not a statement.
        kind: Whether the words are the speaker's own.
        date: When it was said, or published if that is all that is known.
        place: Where, as far as known.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> said = Statement(
    ...     id="better", person="a-director", text="It is a reflection of better reporting.",
    ...     source="usaid-exposure-2021", kind="quoted", date=PartialDate(2021, 8, 19),
    ... )
    >>> print(said)
    a-director (2021-08-19): “It is a reflection of better reporting.”
    """

    id: str = field(validator=v.slug)
    person: str = field(validator=v.slug)
    text: str = field(validator=v.text)
    source: str = field(validator=v.identifier)
    kind: StatementKind = field(default="paraphrased", validator=v.one_of(get_args(StatementKind)))
    date: PartialDate | None = field(
        default=None, validator=v.optional(v.instance_of(PartialDate, "a PartialDate"))
    )
    place: str = field(default="", validator=v.prose)

    def __str__(self) -> str:
        when = f" ({self.date})" if self.date else ""
        text = f"“{self.text}”" if self.kind == "quoted" else self.text
        return f"{self.person}{when}: {text}"
