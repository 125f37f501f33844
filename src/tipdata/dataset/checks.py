"""What is wrong between records: lost references, impossible dates, contradictions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

import attrs

from tipdata.countries import Country, CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.data import rows
from tipdata.dataset import Dataset
from tipdata.dataset.kinds import Name, Record, RecordKind, label, name_of, references_of
from tipdata.dates import PartialDate, Period
from tipdata.errors import Nearest, shorten
from tipdata.problems import Problem, Report, Severity
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Person
from tipdata.records.projects import Project
from tipdata.tierrecord import TierRecord

__all__ = ["CODES", "check"]

CODES: dict[str, Severity] = {
    "not-a-record": "error",
    "duplicate-id": "error",
    "duplicate-placement": "error",
    "lost-reference": "error",
    "unknown-country": "error",
    "outside-span": "error",
    "affiliation-outside-life": "error",
    "parent-cycle": "error",
    "no-heroes": "error",
    "partner-elsewhere": "warning",
    "campaign-outside-project": "warning",
}
"""The codes of the problems that `check` finds, and how bad each is."""

_FIRST_HEROES = 2004
# The suggestions are for people, who see the first twenty problems of a report.
_SUGGESTIONS = 100


@attrs.define
class _Held:
    """The records under check by name, and what is known beside them."""

    records: dict[Name, Record]
    registry: CountryRegistry
    suggested: int = 0
    _nearest: dict[RecordKind, Nearest] = attrs.field(factory=dict[RecordKind, Nearest])

    def suggest(self, name: Name) -> str:
        """Return the nearest key of the same kind, for the first hundred that are asked for."""
        kind, key = name
        self.suggested += 1
        if self.suggested > _SUGGESTIONS:
            return ""
        if kind not in self._nearest:
            own = (key for other, key in self.records if other == kind)
            known = (country.alpha_3 for country in self.registry)
            self._nearest[kind] = Nearest(
                dict.fromkeys(chain(own, known if kind == "country" else ()))
            )
        return next(iter(self._nearest[kind].to(key)), "")

    def country(self, code: str) -> Country | None:
        found = self.records.get(("country", code))
        if isinstance(found, Country):
            return found
        return self.registry.get(code) if code in self.registry else None


def check(
    records: Dataset | TierRecord | Iterable[object],
    *,
    registry: CountryRegistry | None = None,
    max_problems: int = 1000,
) -> Report:
    """Return all that is wrong between records, errors first.

    It takes whatever it is given: what is no record is a problem too.
    Countries have to be in the set or in the registry, editions need not be
    in the set. The codes are listed in docs/reference/problems.md.

    Args:
        records: A dataset, or records of any kinds.
        registry: The countries that are known; by default those that ship
            with the package.
        max_problems: How many problems are kept; the others are counted.

    >>> branch = Organization(id="branch", name="Branch", parent="centre")
    >>> centre = Organization(id="center", name="Centre")
    >>> print(check([branch, centre]))
    1 problem
      organization 'branch', parent: there is no organization 'centre'; did you mean 'center'?
    """
    if isinstance(records, TierRecord):
        records = chain(records.countries, records.editions, records.assessments, records.sources)
    found: dict[Severity, list[Problem]] = {"error": [], "warning": []}
    omitted = 0
    for problem in _problems(records, registry or default_registry()):
        if len(found[problem.severity]) < max_problems:
            found[problem.severity].append(problem)
        else:
            omitted += 1
    kept = found["error"] + found["warning"]
    return Report(
        problems=tuple(kept[:max_problems]), omitted=omitted + max(0, len(kept) - max_problems)
    )


def _problems(records: Iterable[object], registry: CountryRegistry) -> Iterator[Problem]:
    held = _Held({}, registry)
    for number, record in enumerate(records):
        name = name_of(record)
        if name is None:
            yield _problem("not-a-record", f"[{number}]", "this is no record", value=record)
        elif name in held.records:
            yield _twice(name, held.records[name], record)
        else:
            held.records[name] = record  # type: ignore[assignment]  # it has a name, so it is one
    for name, record in held.records.items():
        yield from _lost(name, record, held)
        for look in _CHECKS.get(name[0], ()):
            yield from look(name, record, held)
    yield from _cycles(held.records)


def _problem(
    code: str,
    path: str,
    message: str,
    *records: object,
    value: object = None,
    expected: str = "",
    suggestion: str = "",
) -> Problem:
    return Problem(
        code=code,
        severity=CODES[code],
        message=message,
        path=path,
        value="" if value is None else shorten(value),
        expected=expected,
        suggestion=suggestion,
        records=records,
    )


def _twice(name: Name, one: object, other: object) -> Problem:
    code = "duplicate-placement" if name[0] == "assessment" else "duplicate-id"
    same = "the same" if one == other else "not the same"
    return _problem(code, label(name), f"it is there twice, and {same}", one, other)


def _lost(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    for reference in references_of(record):
        kind, key = reference.name
        if kind == "edition" or reference.name in held.records:
            continue
        path = f"{label(name)}, {reference.field}"
        if kind != "country":
            suggestion = held.suggest(reference.name)
            message = f"there is no {label(reference.name)}"
            yield _problem("lost-reference", path, message, record, suggestion=suggestion)
        elif key not in held.registry:
            suggestion = held.suggest(reference.name)
            message = f"no country has the code {key!r}"
            yield _problem("unknown-country", path, message, record, suggestion=suggestion)


def _spans(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    if not isinstance(record, Assessment):
        return
    country = held.country(record.country)
    if country is not None and not country.span.overlaps(PartialDate(record.year)):
        message = f"{country.name} did not exist in {record.year}"
        expected = f"a year within {country.span}"
        yield _problem("outside-span", label(name), message, record, country, expected=expected)


def _lives(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    if not isinstance(record, Person):
        return
    for number, part in enumerate(record.affiliations):
        body = held.records.get(("organization", part.organization))
        if isinstance(body, Organization) and _sticks_out(part.period, body.life):
            yield _problem(
                "affiliation-outside-life",
                f"{label(name)}, affiliations[{number}]",
                f"{body.name} did not exist all the time {part.period}",
                record,
                body,
                expected=f"dates within {body.life}",
            )


def _heroes(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    if not isinstance(record, Person):
        return
    for number, honour in enumerate(record.honours):
        year = honour.edition
        if honour.award != TIP_REPORT_HERO or year is None:
            continue
        edition = held.records.get(("edition", year))
        named = edition.heroes if isinstance(edition, Edition) else _packaged_heroes().get(year)
        if named == 0 or year < _FIRST_HEROES:
            yield _problem(
                "no-heroes",
                f"{label(name)}, honours[{number}]",
                f"the report of {year} named no heroes",
                record,
                *([edition] if edition else []),
                expected="an edition that did; the first was that of 2004",
            )


def _partners(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    if not isinstance(record, Campaign) or not record.countries:
        return
    for number, partner in enumerate(record.partners):
        body = held.records.get(("organization", partner))
        if isinstance(body, Organization) and body.country not in {None, *record.countries}:
            yield _problem(
                "partner-elsewhere",
                f"{label(name)}, partners[{number}]",
                f"{body.name} is of {body.country}, where the campaign is not",
                record,
                body,
                expected="a partner of " + ", ".join(record.countries),
            )


def _frames(name: Name, record: Record, held: _Held) -> Iterator[Problem]:
    if not isinstance(record, Campaign) or record.period is None:
        return
    project = held.records.get(("project", record.project or ""))
    if not isinstance(project, Project) or project.period is None:
        return
    if _sticks_out(record.period, project.period):
        yield _problem(
            "campaign-outside-project",
            f"{label(name)}, period",
            f"{record.period} is not within that of its project, {project.title}",
            record,
            project,
            expected=f"dates within {project.period}",
        )


_CHECKS: Mapping[RecordKind, tuple[Callable[[Name, Record, _Held], Iterator[Problem]], ...]] = {
    "assessment": (_spans,),
    "person": (_lives, _heroes),
    "campaign": (_partners, _frames),
}


def _sticks_out(inner: Period, outer: Period) -> bool:
    """Return whether a known side of `inner` is surely outside `outer`."""
    sides = [side for side in (inner.start, inner.end) if side is not None]
    return any(
        outer.start is not None and side.surely_before(outer.start) for side in sides
    ) or any(outer.end is not None and outer.end.surely_before(side) for side in sides)


def _cycles(records: Mapping[Name, Record]) -> Iterator[Problem]:
    """Find each circle of parents once, walking up from every organization once."""
    done: set[str] = set()
    for start in records.values():
        path: dict[str, Organization] = {}
        body: Record | None = start
        while isinstance(body, Organization) and body.id not in done and body.id not in path:
            path[body.id] = body
            body = records.get(("organization", body.parent or ""))
        done.update(path)
        if isinstance(body, Organization) and body.id in path:
            ids = list(path)[list(path).index(body.id) :]
            yield _problem(
                "parent-cycle",
                f"{label(('organization', body.id))}, parent",
                "it is part of itself: "
                + " → ".join([*ids[:10], *(["…"] if len(ids) > 10 else []), body.id]),  # noqa: PLR2004
                *(path[key] for key in ids),
                expected="a parent that is not below it",
            )


@cache
def _packaged_heroes() -> dict[int, int | None]:
    """Return how many heroes each edition of the packaged record names, where known."""
    return {int(row[0]): int(row[-1]) if row[-1] else None for row in rows("editions.tsv")}
