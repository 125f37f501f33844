"""Organizations: their names, their lives and the services they offer."""

from typing import Literal, get_args

import attrs
from attrs import field

from tipdata._pickles import stamp_pickles
from tipdata._wire import rules as v
from tipdata._wire.hook import pydantic_schema
from tipdata.dates import PartialDate, Period
from tipdata.errors import InvalidValueError
from tipdata.records.marks import KEY, many, maybe

__all__ = [
    "Identifier",
    "Organization",
    "OrganizationKind",
    "OtherName",
    "Service",
    "ServiceKind",
    "ServiceStatus",
]

OrganizationKind = Literal[
    "government",
    "donor",
    "implementer",
    "NGO",
    "intergovernmental",
    "company",
    "academic",
    "network",
    "other",
]
"""What sort of organization it is, in the vocabulary of aid work.

`donor`: an agency that gives money, such as USAID. `implementer`: one that
carries out projects for others. `network`: one whose members are organizations.
"""

ServiceKind = Literal[
    "shelter",
    "hotline",
    "legal aid",
    "referral",
    "psychosocial support",
    "medical care",
    "reintegration",
    "repatriation",
    "information",
    "training",
    "other",
]
"""What a service offers to migrants, to victims or to those who help them."""

ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]
"""Whether a service is available, in the four words of Open Referral."""


@stamp_pickles
@attrs.frozen(kw_only=True)
class OtherName:
    """Another name of a person or organization (Popolo's `other_names`).

    Attributes:
        name: The name.
        language: The BCP 47 tag of its language and script, if known.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(OtherName(name="Istiqlol Avlodi", language="uz-Latn"))
    Istiqlol Avlodi
    """

    __get_pydantic_core_schema__ = pydantic_schema

    name: str = field(validator=v.line)
    language: str | None = maybe(v.language)

    def __str__(self) -> str:
        return self.name


@stamp_pickles
@attrs.frozen(kw_only=True)
class Identifier:
    """The code of a record in a published list, such as org-id.guide or Wikidata.

    Attributes:
        scheme: The list, preferably by its code at org-id.guide (`XI-IATI`), or `wikidata`.
        value: The code in that list.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Identifier(scheme="XI-IATI", value="US-GOV-1"))
    XI-IATI:US-GOV-1
    """

    __get_pydantic_core_schema__ = pydantic_schema

    scheme: str = field(validator=v.identifier)
    value: str = field(validator=v.line)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Service:
    """A service that an organization offers (Open Referral's `service`).

    Attributes:
        kind: What it offers.
        name: Its name, or what distinguishes it.
        status: Whether it is available.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.

    >>> print(Service(kind="hotline", name="1148", status="temporarily closed"))
    hotline: 1148 (temporarily closed)
    """

    __get_pydantic_core_schema__ = pydantic_schema

    kind: ServiceKind = field(validator=v.one_of(get_args(ServiceKind)))
    name: str = field(default="", validator=v.line_or_empty)
    status: ServiceStatus = field(default="active", validator=v.one_of(get_args(ServiceStatus)))

    def __str__(self) -> str:
        if self.kind == "other" and self.name:
            named = self.name
        else:
            named = f"{self.kind}: {self.name}" if self.name else self.kind
        return named if self.status == "active" else f"{named} ({self.status})"


@stamp_pickles
@attrs.frozen(kw_only=True)
class Organization:
    """An organization: a ministry, a donor, an NGO, a company.

    Names, dates and the parent follow Popolo's Organization, services follow
    Open Referral, and identifiers follow org-id.

    Attributes:
        id: Its key, a slug.
        name: What it calls itself, or what its sources call it.
        other_names: Other names and spellings.
        kind: What sort of organization it is, if known.
        country: Alpha-3 code of the country it is based in, if known.
        founded: When it was founded, as far as known.
        dissolved: When it was dissolved, if it was.
        parent: The id of the organization it is part of.
        website: Its web address.
        identifiers: Its codes in published lists.
        services: The services it offers.
        description: Anything else a reader should know.
        sources: The ids of its sources.

    Raises:
        InvalidValueError: A field has a value that it cannot hold, it is its
            own parent, or it was dissolved before it was founded.

    >>> print(Organization(id="sana-sezim", name="Sana Sezim", country="KAZ"))
    Sana Sezim
    """

    __get_pydantic_core_schema__ = pydantic_schema

    id: str = field(validator=v.slug, metadata=KEY)
    name: str = field(validator=v.line)
    other_names: tuple[OtherName, ...] = many(v.instance_of(OtherName, "an OtherName"))
    kind: OrganizationKind | None = maybe(v.one_of(get_args(OrganizationKind)))
    country: str | None = maybe(v.alpha_3, "country")
    founded: PartialDate | None = maybe(v.partial_date)
    dissolved: PartialDate | None = maybe(v.partial_date)
    parent: str | None = maybe(v.slug, "organization")
    website: str | None = maybe(v.web_address)
    identifiers: tuple[Identifier, ...] = many(v.instance_of(Identifier, "an Identifier"))
    services: tuple[Service, ...] = many(v.instance_of(Service, "a Service"))
    description: str = field(default="", validator=v.text_or_empty)
    sources: tuple[str, ...] = many(v.identifier, "source")

    def __attrs_post_init__(self) -> None:
        if self.parent == self.id:
            expected = "the id of another organization"
            raise InvalidValueError("Organization.parent", self.parent, expected)
        if self.founded and self.dissolved and self.dissolved.surely_before(self.founded):
            expected = f"a date not before it was founded ({self.founded})"
            raise InvalidValueError("Organization.dissolved", self.dissolved, expected)

    @property
    def life(self) -> Period:
        """The time from its founding to its dissolution; an unknown side is open."""
        return Period(start=self.founded, end=self.dissolved)

    def __str__(self) -> str:
        return self.name


def __dir__() -> list[str]:
    return __all__
