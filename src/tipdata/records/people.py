"""People in public roles: office holders, staff, honourees.

There is never a record of a victim, and no field for anybody's private life:
neither birth nor address, neither family nor health.
"""

import attrs
from attrs import field

from tipdata._wire import rules as v
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.records.organizations import OtherName

__all__ = ["TIP_REPORT_HERO", "Affiliation", "Honour", "Person"]

TIP_REPORT_HERO = "TIP Report Hero"
"""The award that an edition of the report names people for, from that of 2004 on."""


@attrs.frozen(kw_only=True)
class Affiliation:
    """What a person is in an organization, and when (Popolo's `membership`).

    Attributes:
        organization: The organization's id.
        role: What the person is there, such as "director".
        start: When it began, as far as known.
        end: When it ended; `None` if it goes on or is not known.
        on_behalf_of: The id of the organization that sent the person.

    Raises:
        InvalidValueError: A field has a value it cannot hold, or it ended
            before it began.

    >>> print(Affiliation(organization="sana-sezim", role="director"))
    director, sana-sezim
    """

    organization: str = field(validator=v.slug)
    role: str = field(default="", validator=v.prose)
    start: PartialDate | None = field(
        default=None, validator=v.optional(v.instance_of(PartialDate, "a PartialDate"))
    )
    end: PartialDate | None = field(
        default=None, validator=v.optional(v.instance_of(PartialDate, "a PartialDate"))
    )
    on_behalf_of: str | None = field(default=None, validator=v.optional(v.slug))

    def __attrs_post_init__(self) -> None:
        if self.start and self.end and self.end.surely_before(self.start):
            expected = f"a date not before its start ({self.start})"
            raise InvalidValueError("Affiliation.end", self.end, expected)

    @property
    def period(self) -> Period:
        """The time of it; a side that is not known is open."""
        return Period(start=self.start, end=self.end)

    def __str__(self) -> str:
        return f"{self.role}, {self.organization}" if self.role else self.organization


@attrs.frozen(kw_only=True)
class Honour:
    """An award that a person was given (schema.org's `award`).

    Attributes:
        award: What it is called; that of the report is `TIP_REPORT_HERO`.
        edition: The report year of the edition that names the person, if one does.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> print(Honour(award=TIP_REPORT_HERO, edition=2021))
    TIP Report Hero 2021
    """

    award: str = field(validator=v.text)
    edition: int | None = field(default=None, validator=v.optional(v.report_year))

    def __str__(self) -> str:
        return self.award if self.edition is None else f"{self.award} {self.edition}"


@attrs.frozen(kw_only=True)
class Person:
    """Somebody who acts in public: in office, on a staff, or honoured (Popolo's Person).

    Attributes:
        id: A slug, the key.
        name: The name as English sources write it.
        other_names: Other names and spellings.
        affiliations: Which organizations the person belongs to, and as what.
        honours: Awards.
        sources: The ids of the sources that tell of it.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> director = Affiliation(organization="sana-sezim", role="director")
    >>> person = Person(
    ...     id="shakhnoza-khassanova", name="Shakhnoza Khassanova", affiliations=(director,)
    ... )
    >>> print(person)
    Shakhnoza Khassanova
    """

    id: str = field(validator=v.slug)
    name: str = field(validator=v.text)
    other_names: tuple[OtherName, ...] = field(
        default=(), validator=v.each(v.instance_of(OtherName, "an OtherName"))
    )
    affiliations: tuple[Affiliation, ...] = field(
        default=(), validator=v.each(v.instance_of(Affiliation, "an Affiliation"))
    )
    honours: tuple[Honour, ...] = field(
        default=(), validator=v.each(v.instance_of(Honour, "an Honour"))
    )
    sources: tuple[str, ...] = field(default=(), validator=v.each(v.identifier))

    def __str__(self) -> str:
        return self.name
