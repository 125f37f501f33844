"""Aid projects: who pays for what, who carries it out, where and when."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._wire import rules as v
from tipdata.dates import Period

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
"""How far an activity is, in the six words of IATI's `activity-status`."""

ParticipationRole = Literal["funding", "accountable", "extending", "implementing", "partner"]
"""What an organization does in a project: IATI's four roles, and `partner` for all other."""


@attrs.frozen(kw_only=True)
class ProjectCountry:
    """A country that a project works in, and when (IATI's `recipient-country`).

    Attributes:
        country: Alpha-3 code.
        period: When it works there; `None` for as long as it runs.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> print(ProjectCountry(country="TJK", period=Period.parse("2019/2020")))
    TJK 2019/2020
    """

    country: str = field(validator=v.alpha_3)
    period: Period | None = field(
        default=None, validator=v.optional(v.instance_of(Period, "a Period"))
    )

    def __str__(self) -> str:
        return self.country if self.period is None else f"{self.country} {self.period}"


@attrs.frozen(kw_only=True)
class Participation:
    """What an organization does in a project (IATI's `participating-org`).

    Attributes:
        organization: The organization's id.
        role: What it does.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> print(Participation(organization="usaid", role="funding"))
    usaid (funding)
    """

    organization: str = field(validator=v.slug)
    role: ParticipationRole = field(validator=v.one_of(get_args(ParticipationRole)))

    def __str__(self) -> str:
        return f"{self.organization} ({self.role})"


@attrs.frozen(kw_only=True)
class Budget:
    """An amount of money that a project has, or a part of it (IATI's `budget`).

    Attributes:
        amount: In whole units of the currency. Budgets are published so, and
            whole numbers add up without an error.
        currency: ISO 4217 code.
        country: Alpha-3 code of the country that it is for, if for one.
        purpose: What it is for, if for a part of the project.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> print(Budget(amount=2_300_000, currency="USD", country="UZB"))
    2,300,000 USD for UZB
    """

    amount: int = field(validator=v.count)
    currency: str = field(validator=v.currency)
    country: str | None = field(default=None, validator=v.optional(v.alpha_3))
    purpose: str = field(default="", validator=v.prose)

    def __str__(self) -> str:
        text = f"{self.amount:,} {self.currency}"
        text += f" for {self.country}" if self.country else ""
        return f"{text} ({self.purpose})" if self.purpose else text


@attrs.frozen(kw_only=True)
class Project:
    """An aid activity, in the words of the IATI standard.

    Attributes:
        id: A slug, its key.
        title: Its title.
        planned: From its planned start to its planned end.
        actual: From its actual start to its actual end, as far as known.
        status: How far it is, if known.
        countries: Where it works, and when.
        participations: Who takes part, and as what.
        budgets: What money it has, whole or in parts; not to be added up,
            since a part may be within a whole.
        description: What else a reader should know.
        sources: The ids of the sources that tell of it.

    Raises:
        InvalidValueError: A field has a value it cannot hold.

    >>> project = Project(id="smica", title="SMICA", planned=Period.parse("2019/2024"))
    >>> project.period
    Period.parse('2019/2024')
    """

    id: str = field(validator=v.slug)
    title: str = field(validator=v.text)
    planned: Period | None = field(
        default=None, validator=v.optional(v.instance_of(Period, "a Period"))
    )
    actual: Period | None = field(
        default=None, validator=v.optional(v.instance_of(Period, "a Period"))
    )
    status: ActivityStatus | None = field(
        default=None, validator=v.optional(v.one_of(get_args(ActivityStatus)))
    )
    countries: tuple[ProjectCountry, ...] = field(
        default=(), validator=v.each(v.instance_of(ProjectCountry, "a ProjectCountry"))
    )
    participations: tuple[Participation, ...] = field(
        default=(), validator=v.each(v.instance_of(Participation, "a Participation"))
    )
    budgets: tuple[Budget, ...] = field(
        default=(), validator=v.each(v.instance_of(Budget, "a Budget"))
    )
    description: str = field(default="", validator=v.prose)
    sources: tuple[str, ...] = field(default=(), validator=v.each(v.identifier))

    @property
    def period(self) -> Period | None:
        """When it ran if that is known, or else when it was planned to."""
        return self.actual or self.planned

    def organizations(self, role: ParticipationRole) -> tuple[str, ...]:
        """Return the ids of the organizations that take part in a role.

        >>> usaid = Participation(organization="usaid", role="funding")
        >>> Project(id="smica", title="SMICA", participations=(usaid,)).organizations("funding")
        ('usaid',)
        """
        return tuple(p.organization for p in self.participations if p.role == role)

    def __str__(self) -> str:
        return self.title
