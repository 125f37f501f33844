"""People in public roles: office holders, staff, honourees.

There is never a record of a victim, and no field about private life: not
birth, address, family or health.
"""

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.records.marks import KEY, many, maybe, refers_to
from tipdata.records.organizations import Identifier, OtherName

__all__ = ["TIP_REPORT_HERO", "Affiliation", "Honour", "Person"]

TIP_REPORT_HERO = "TIP Report Hero"
"""The award for the people whom an edition of the report names, since 2004."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class Affiliation:
    """The role of a person in an organization, and its dates (Popolo's `membership`).

    Attributes:
        organization: The organization's id.
        role: What the person is there, such as "director".
        start: When it began, as far as known.
        end: When it ended; `None` if it continues or is unknown.
        on_behalf_of: The id of the organization that the person represents there.

    Raises:
        InvalidValueError: A field has a value that it cannot hold, or it
            ended before it began.

    >>> print(Affiliation(organization="sana-sezim", role="director"))
    director, sana-sezim
    """

    __get_pydantic_core_schema__ = pydantic_schema

    organization: str = field(validator=v.slug, metadata=refers_to("organization"))
    role: str = field(default="", validator=v.line_or_empty)
    start: PartialDate | None = maybe(v.partial_date)
    end: PartialDate | None = maybe(v.partial_date)
    on_behalf_of: str | None = maybe(v.slug, "organization")

    def __attrs_post_init__(self) -> None:
        if self.start and self.end and self.end.surely_before(self.start):
            expected = f"a date not before its start ({self.start})"
            raise InvalidValueError("Affiliation.end", self.end, expected)

    @property
    def period(self) -> Period:
        """The time from its start to its end; an unknown side is open."""
        return Period(start=self.start, end=self.end)

    def __str__(self) -> str:
        return f"{self.role}, {self.organization}" if self.role else self.organization


@stamp_pickles
@attrs.frozen(kw_only=True)
class Honour:
    """An award that a person received (schema.org's `award`).

    Attributes:
        award: Its name; the report's own is `TIP_REPORT_HERO`.
        edition: The report year of the edition that names the person, if any.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Honour(award=TIP_REPORT_HERO, edition=2021))
    TIP Report Hero 2021
    """

    __get_pydantic_core_schema__ = pydantic_schema

    award: str = field(validator=v.line)
    edition: int | None = maybe(v.report_year, "edition")

    def __str__(self) -> str:
        return self.award if self.edition is None else f"{self.award} {self.edition}"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Person:
    """A person in a public role: in office, on a staff, or honoured (Popolo's Person).

    Attributes:
        id: The key, a slug.
        name: The name as English sources write it.
        other_names: Other names and spellings.
        identifiers: The codes of the person in published lists, such as Wikidata;
            never the number of a passport or another paper.
        affiliations: The organizations the person belongs to, and in which role.
        honours: Awards received.
        sources: The ids of its sources.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> director = Affiliation(organization="sana-sezim", role="director")
    >>> person = Person(
    ...     id="shakhnoza-khassanova", name="Shakhnoza Khassanova", affiliations=(director,)
    ... )
    >>> print(person)
    Shakhnoza Khassanova
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.slug, metadata=KEY)
    name: str = field(validator=v.line)
    other_names: tuple[OtherName, ...] = many(v.instance_of(OtherName, "an OtherName"))
    identifiers: tuple[Identifier, ...] = many(v.instance_of(Identifier, "an Identifier"))
    affiliations: tuple[Affiliation, ...] = many(v.instance_of(Affiliation, "an Affiliation"))
    honours: tuple[Honour, ...] = many(v.instance_of(Honour, "an Honour"))
    sources: tuple[str, ...] = many(v.identifier, "source")

    def __str__(self) -> str:
        return self.name


def __dir__() -> list[str]:
    return __all__
