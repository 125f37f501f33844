"""Aid projects: who funds them, who carries them out, where and when."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._arguments import read_word
from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate, Period
from tipdata.records.marks import KEY, many, maybe, refers_to
from tipdata.records.organizations import Identifier

__all__ = [
    "ActivityStatus",
    "Budget",
    "Participation",
    "ParticipationRole",
    "Project",
    "ProjectCountry",
]

ActivityStatus = Literal[
    "pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"
]
"""The stage of an activity, in the six words of IATI's `activity-status`."""

ParticipationRole = Literal["funding", "accountable", "extending", "implementing", "partner"]
"""What an organization does in a project: IATI's four roles, and `partner` for any other."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class ProjectCountry:
    """A country in which a project works, and when (IATI's `recipient-country`).

    Attributes:
        country: Alpha-3 code.
        period: When it works there; `None` for the whole time of the project.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(ProjectCountry(country="TJK", period=Period.parse("2019/2020")))
    TJK 2019/2020
    """

    __get_pydantic_core_schema__ = pydantic_schema

    country: str = field(validator=v.alpha_3, metadata=refers_to("country"))
    period: Period | None = maybe(v.period)

    def __str__(self) -> str:
        return self.country if self.period is None else f"{self.country} {self.period}"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Participation:
    """What an organization does in a project (IATI's `participating-org`).

    Attributes:
        organization: The organization's id.
        role: What it does.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Participation(organization="usaid", role="funding"))
    usaid (funding)
    """

    __get_pydantic_core_schema__ = pydantic_schema

    organization: str = field(validator=v.slug, metadata=refers_to("organization"))
    role: ParticipationRole = field(validator=v.one_of(get_args(ParticipationRole)))

    def __str__(self) -> str:
        return f"{self.organization} ({self.role})"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Budget:
    """The budget of a project, or a part of it (IATI's `budget`).

    Attributes:
        amount: The amount in whole units of the currency, as budgets are
            published.
        currency: ISO 4217 code.
        period: The time it is for (IATI's `period-start` and `period-end`), if known.
        value_date: The date by which the currency is to be converted (IATI's
            `value-date`), if known.
        country: Alpha-3 code of the country it is for, if it is for one.
        purpose: What it is for, if it is for a part of the project.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Budget(amount=2_300_000, currency="USD", country="UZB"))
    2,300,000 USD for UZB
    """

    __get_pydantic_core_schema__ = pydantic_schema

    amount: int = field(validator=v.count)
    currency: str = field(validator=v.currency)
    period: Period | None = maybe(v.period)
    value_date: PartialDate | None = maybe(v.partial_date)
    country: str | None = maybe(v.alpha_3, "country")
    purpose: str = field(default="", validator=v.line_or_empty)

    def __str__(self) -> str:
        text = f"{self.amount:,} {self.currency}"
        text += f" for {self.country}" if self.country else ""
        text += f", {self.period}" if self.period else ""
        return f"{text} ({self.purpose})" if self.purpose else text


@stamp_pickles
@attrs.frozen(kw_only=True)
class Project:
    """An aid project, in the vocabulary of the IATI standard.

    Attributes:
        id: Its key, a slug.
        title: Its title.
        identifiers: Its codes in published lists, such as its IATI activity.
        planned: Its planned start and end.
        actual: Its actual start and end, as far as known.
        status: Its stage, if known.
        countries: Where it works, and when.
        participations: Which organizations take part, and in which role.
        budgets: Its budgets, as a whole or in parts. Do not add them up: one
            may be part of another.
        description: Anything else a reader should know.
        sources: The ids of its sources.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> project = Project(id="smica", title="SMICA", planned=Period.parse("2019/2024"))
    >>> project.period
    Period.parse('2019/2024')
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.slug, metadata=KEY)
    title: str = field(validator=v.line)
    identifiers: tuple[Identifier, ...] = many(v.instance_of(Identifier, "an Identifier"))
    planned: Period | None = maybe(v.period)
    actual: Period | None = maybe(v.period)
    status: ActivityStatus | None = maybe(v.one_of(get_args(ActivityStatus)))
    countries: tuple[ProjectCountry, ...] = many(v.instance_of(ProjectCountry, "a ProjectCountry"))
    participations: tuple[Participation, ...] = many(
        v.instance_of(Participation, "a Participation")
    )
    budgets: tuple[Budget, ...] = many(v.instance_of(Budget, "a Budget"))
    description: str = field(default="", validator=v.text_or_empty)
    sources: tuple[str, ...] = many(v.identifier, "source")

    @property
    def period(self) -> Period | None:
        """The actual period if it is known, or else the planned one."""
        return self.actual or self.planned

    def organizations(self, role: ParticipationRole) -> tuple[str, ...]:
        """Return the ids of the organizations that take part in this role.

        Raises:
            InvalidValueError: Unknown role.

        >>> usaid = Participation(organization="usaid", role="funding")
        >>> Project(id="smica", title="SMICA", participations=(usaid,)).organizations("funding")
        ('usaid',)
        """
        wanted = read_word("role", role, get_args(ParticipationRole))
        return tuple(p.organization for p in self.participations if p.role == wanted)

    def __str__(self) -> str:
        return self.title


def __dir__() -> list[str]:
    return __all__
