"""The fields of records as the properties of FollowTheMoney entities give them."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tipdata._wire.faults import fault
from tipdata._wire.shapes import encode
from tipdata.countries import CountryRegistry
from tipdata.dataset.kinds import Name
from tipdata.dates import PartialDate
from tipdata.errors import InvalidDateError, TipdataError, shorten
from tipdata.formats._leaving import Left, fits
from tipdata.formats.followthemoney._entities import PATH, Entity
from tipdata.formats.followthemoney._model import PREFIX, UNKNOWN_CODES, codes
from tipdata.formats.followthemoney._saying import ORG_ID, SCHEME, WIKIDATA
from tipdata.problems import Problem
from tipdata.records.organizations import Organization

_OTHER_NAMES = ("alias", "previousName", "weakAlias", "abbreviation")
_LISTED = re.compile(rf"({ORG_ID.pattern}):(.+)")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*")

_SEVERAL = "a record holds one value here, and choosing one would be a guess"
_NO_COUNTRY = "the registry has no country with this code"
_NO_LIST = "an identifier needs the code of its list, as in 'GB-CHC:1089464'"
_NO_SECOND = "a record has one title"
_NO_ADDRESS = "not a web address that begins with https:// or http://"
_NO_TIME = "a record has days, and no times of day"


class Draft:
    """The plain fields of a record, and where each is from."""

    def __init__(self, entity: Entity, name: Name) -> None:
        self.entity = entity
        self.name = name
        self.plain: dict[str, Any] = {}
        self.moved: dict[str, tuple[int, str]] = {}

    def put(self, field: str, value: object, name: str, entity: Entity | None = None) -> None:
        """Give a field the value of a property."""
        self.plain[field] = value
        self.moved[f"$.{field}"] = ((entity or self.entity).row, name)

    def add(self, field: str, value: object, name: str, entity: Entity | None = None) -> str:
        """Add a value of a property to a field that holds several; return its path."""
        values = self.plain.setdefault(field, [])
        path = f"$.{field}[{len(values)}]"
        self.moved[path] = ((entity or self.entity).row, name)
        values.append(value)
        return path


class Fields:
    """Gives the fields of records the values of properties, and keeps what it leaves.

    Args:
        registry: Finds the countries that are meant, for suggestions.
        report: Takes what makes the problems of lines.
    """

    def __init__(
        self,
        registry: CountryRegistry,
        report: Callable[[int, Callable[[], Problem]], object],
    ) -> None:
        self.report = report
        self._registry = registry
        self._alpha_3 = {code: alpha_3 for alpha_3, code in codes().items()}
        self._left: list[tuple[int, Left]] = []

    @property
    def left(self) -> list[Left]:
        """What is left so far, by lines."""
        return [left for _, left in sorted(self._left, key=lambda pair: pair[0])]

    def leave(self, entity: Entity, path: str, value: str, why: str) -> None:
        """Leave the value at a path of an entity, as JSON text."""
        field = f"row {entity.row:,}, {path}"
        self._left.append((entity.row, Left(record=entity.name, field=field, value=value, why=why)))

    def leave_one(self, entity: Entity, name: str, value: str, why: str) -> None:
        """Leave a value of a property."""
        self.leave(entity, f"{PATH}.{name}", encode(value), why)

    def leave_several(self, entity: Entity, name: str, values: list[str]) -> None:
        """Leave the values of a property of which a record holds one."""
        self.leave(entity, f"{PATH}.{name}", encode(values), _SEVERAL)

    def leave_all(self, entity: Entity, why: str) -> None:
        """Leave an entity as a whole."""
        entity.rest = {}
        self.leave(entity, "$", entity.whole, why)

    def single(self, entity: Entity, name: str) -> str:
        """Return the one value of a property; if it has several, these are left."""
        values = entity.take(name)
        if len(values) > 1:
            self.leave_several(entity, name, values)
        return values[0] if len(values) == 1 else ""

    def put(self, draft: Draft, field: str, name: str) -> None:
        """Give a field the one value of a property."""
        value = self.single(draft.entity, name)
        if value:
            draft.put(field, value, f"{PATH}.{name}[0]")

    def put_first(self, draft: Draft, field: str, name: str) -> None:
        """Give a field the first value of a property, and leave the others."""
        values = draft.entity.take(name)
        for value in values[1:]:
            self.leave_one(draft.entity, name, value, _NO_SECOND)
        if values:
            draft.put(field, values[0], f"{PATH}.{name}[0]")

    def put_address(self, draft: Draft) -> None:
        """Give an organization its website."""
        value = self.single(draft.entity, "website")
        if value and fits(Organization, "website", value):
            draft.put("website", value, f"{PATH}.website[0]")
        elif value:
            self.leave_one(draft.entity, "website", value, _NO_ADDRESS)

    def date(self, entity: Entity, name: str) -> str:
        """Return the date that a property has, or an empty string."""
        text = self.single(entity, name)
        if _TIME.fullmatch(text):
            self.leave_one(entity, name, text, _NO_TIME)
            return ""
        try:
            return str(PartialDate.parse(text)) if text else ""
        except InvalidDateError as error:
            make = partial(_invalid_date, error.reason, text, f"{PATH}.{name}[0]")
            self.report(entity.row, make)
            return ""

    def put_period(self, draft: Draft, field: str) -> None:
        """Give a field the period of an interval."""
        start, end = (self.date(draft.entity, name) for name in ("startDate", "endDate"))
        if start or end:
            name = "endDate" if end else "startDate"
            draft.put(field, f"{start or '..'}/{end or '..'}", f"{PATH}.{name}[0]")

    def countries(self, entity: Entity, name: str) -> list[str]:
        """Return the alpha-3 codes of the countries that a property has."""
        found: list[str] = []
        for number, code in enumerate(entity.take(name)):
            if code in self._alpha_3:
                found.append(self._alpha_3[code])
            elif code in UNKNOWN_CODES:
                self.leave_one(entity, name, code, _NO_COUNTRY)
            else:
                path = f"{PATH}.{name}[{number}]"
                self.report(entity.row, partial(self._unknown_country, code, path))
        return found

    def _unknown_country(self, code: str, path: str) -> Problem:
        message, meant = "FollowTheMoney has no country with this code", self._code_meant(code)
        return fault("unknown-country", message, path, value=shorten(code), suggestion=meant)

    def _code_meant(self, text: str) -> str:
        try:
            return codes().get(self._registry.resolve(text).alpha_3, "")
        except TipdataError:
            return ""

    def put_identifiers(self, draft: Draft, name: str = "") -> None:
        """Give a record its id in FollowTheMoney, and its codes in lists."""
        entity = draft.entity
        if not entity.id.startswith(PREFIX):
            draft.add("identifiers", {"scheme": SCHEME, "value": entity.id}, "$.id")
        for number, value in enumerate(entity.take("wikidataId")):
            path = f"{PATH}.wikidataId[{number}]"
            draft.add("identifiers", {"scheme": WIKIDATA, "value": value}, path)
        for number, value in enumerate(entity.take(name) if name else ()):
            if listed := _LISTED.fullmatch(value):
                code = {"scheme": listed[1], "value": listed[2]}
                draft.add("identifiers", code, f"{PATH}.{name}[{number}]")
            else:
                self.leave_one(entity, name, value, _NO_LIST)

    def put_names(self, draft: Draft) -> None:
        """Give a record its name, which is the first, and its other names."""
        entity = draft.entity
        others = dict[str, str]()
        for number, value in enumerate(entity.take("name")):
            path = f"{PATH}.name[{number}]"
            if number:
                others[value] = path
            else:
                draft.put("name", value, path)
        for name in _OTHER_NAMES:
            for number, value in enumerate(entity.take(name)):
                others.setdefault(value, f"{PATH}.{name}[{number}]")
        for value, path in others.items():
            draft.add("other_names", {"name": value}, path)


def _invalid_date(reason: str, text: str, path: str) -> Problem:
    # Otherwise the reason is what was expected, which the problem says anyway.
    reason = "" if reason.startswith("expected") else f": {reason}"
    expected = "YYYY, YYYY-MM or YYYY-MM-DD"
    message = f"not a valid partial date{reason}"
    return fault("invalid-date", message, path, value=shorten(text), expected=expected)
