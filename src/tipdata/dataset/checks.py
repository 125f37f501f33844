"""Problems between records: lost references, impossible dates, contradictions."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

from tipdata._arguments import check_kind
from tipdata.countries import CountryRegistry
from tipdata.countries.reading import read_registry
from tipdata.data import rows
from tipdata.dataset import Dataset
from tipdata.dataset._of_tiers import records_in
from tipdata.dataset.kinds import Name, Record, RecordKind, label, name_of, references_of
from tipdata.dates import PartialDate, Period
from tipdata.errors import Nearest, shorten
from tipdata.problems import MOST, Collector, Problem, Report, Severity
from tipdata.records.assessments import Assessment
from tipdata.records.campaigns import Campaign
from tipdata.records.countries import Country
from tipdata.records.designations import NAMED_ON, Designation
from tipdata.records.editions import Edition
from tipdata.records.organizations import Organization
from tipdata.records.people import TIP_REPORT_HERO, Person
from tipdata.records.projects import Project
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier
from tipdata.typing import DesignationKind

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
    "waiver-of-other-tier": "warning",
    "restriction-of-other-tier": "warning",
}
"""The codes of the problems that `check` finds, and the severity of each."""

_OF_OTHER_TIER: dict[DesignationKind, str] = {
    "watch list waiver": "waiver-of-other-tier",
    "tier 3 restriction": "restriction-of-other-tier",
}
_FIRST_HEROES = 2004
_LONGEST_CIRCLE = 10
_WITH_CARE = 20
_COUNTRIES_SHOWN = 20


class _Check:
    """The records under check by name, what is known beside them, and the problems found."""

    def __init__(self, registry: CountryRegistry, most: int) -> None:
        self.records: dict[Name, Record] = {}
        # By alpha-3 code alone, which is how records name a country: "UAE" is a name.
        self.coded = {country.alpha_3: country for country in registry}
        self._found = {severity: Collector(most) for severity in ("error", "warning")}
        self._nearest: dict[RecordKind, Nearest] = {}
        # One lost record may be named a thousand times.
        self._suggest = cache(self._nearest_to)

    def add(
        self,
        code: str,
        path: str,
        message: str,
        *records: object,
        value: str = "",
        expected: str = "",
        meant: Name | None = None,
    ) -> None:
        """Count a problem; if it is kept, suggest the name nearest to the one that was `meant`."""
        severity = CODES[code]
        self._found[severity].add(
            lambda: Problem(
                code=code,
                severity=severity,
                message=message,
                path=path,
                value=value,
                expected=expected,
                suggestion=self._suggest(*meant) if meant else "",
                records=records,
            )
        )

    def _nearest_to(self, kind: RecordKind, key: object) -> str:
        if kind not in self._nearest:
            own = (other for one, other in self.records if one == kind)
            words = dict.fromkeys(chain(own, self.coded if kind == "country" else ()))
            self._nearest[kind] = Nearest(words)
        # Those that a report prints are looked for with more care.
        quick = self._suggest.cache_info().currsize >= _WITH_CARE
        return next(iter(self._nearest[kind].to(key, quick=quick)), "")

    def country(self, code: str) -> Country | None:
        found = self.records.get(("country", code))
        if isinstance(found, Country):
            return found
        return self.coded.get(code)

    def report(self) -> Report:
        errors, warnings = self._found["error"], self._found["warning"]
        kept = (*errors.kept, *warnings.kept)[: errors.most]
        return Report(
            problems=kept,
            omitted=errors.count + warnings.count - len(kept),
            omitted_errors=errors.count - len(errors.kept),
        )


def check(
    records: Dataset | TierRecord | Iterable[object],
    *,
    registry: CountryRegistry | None = None,
    max_problems: int = MOST,
) -> Report:
    """Return all problems between records, errors first.

    Values that are not records are problems too. Countries must be in the set
    or in the registry; editions need not be in the set. For the codes, see
    docs/reference/problems.md.

    Args:
        records: A dataset, or records of any kinds.
        registry: The known countries; by default those of the package.
        max_problems: How many problems to keep; the rest are counted.

    Raises:
        InvalidValueError: `records` are not several records, or `max_problems`
            is not a positive integer.

    >>> branch = Organization(id="branch", name="Branch", parent="centre")
    >>> centre = Organization(id="center", name="Centre")
    >>> print(check([branch, centre]))
    1 problem
      organization 'branch', parent: organization 'centre' not found; did you mean 'center'?
    """
    if isinstance(records, TierRecord):
        records = chain(*records_in(records).values())
    check_kind("records", records, (Iterable,), "a dataset, or several records")
    found = _Check(read_registry(registry), max_problems)
    _collect(records, found)
    for name, record in found.records.items():
        _look_up_references(name, record, found)
        for look in _CHECKS.get(name[0], ()):
            look(name, record, found)
    _find_cycles(found)
    return found.report()


def _collect(records: Iterable[object], found: _Check) -> None:
    """Fill `found.records`, and report what is not a record and duplicate names."""
    for number, record in enumerate(records):
        name = name_of(record)
        if name is None:
            found.add("not-a-record", f"[{number}]", "not a record", value=shorten(record))
        elif name in found.records:
            before = found.records[name]
            code = "duplicate-placement" if name[0] == "assessment" else "duplicate-id"
            values = "the same values" if before == record else "different values"
            found.add(code, label(name), f"duplicate, with {values}", before, record)
        else:
            found.records[name] = record  # type: ignore[assignment]  # it has a name, so it is one


def _look_up_references(name: Name, record: Record, found: _Check) -> None:
    for reference in references_of(record):
        kind, key = meant = reference.name
        if kind == "edition" or meant in found.records:
            continue
        if kind == "country" and key in found.coded:
            continue
        path = f"{label(name)}, {reference.field}"
        if kind == "country":
            message = f"no country has the code {key!r}"
            found.add("unknown-country", path, message, record, meant=meant)
        else:
            found.add("lost-reference", path, f"{label(meant)} not found", record, meant=meant)


def _check_span(name: Name, placed: Assessment | Designation, found: _Check) -> None:
    country = found.country(placed.country)
    if country is not None and not country.span.overlaps(PartialDate(placed.year)):
        message = f"{country.name} did not exist in {placed.year}"
        expected = f"a year within {country.span}"
        found.add("outside-span", label(name), message, placed, country, expected=expected)


def _check_placement(name: Name, act: Designation, found: _Check) -> None:
    placed = found.records.get(("assessment", (act.country, act.year)))
    tier = NAMED_ON.get(act.kind)
    # A placement that was amended later is on both tiers.
    if tier and isinstance(placed, Assessment) and tier not in {placed.tier, placed.amended}:
        country = found.country(act.country)
        whose = country.name_in(act.year) if country else act.country
        message = f"{whose} is {_where(placed.tier)} in the {act.year} edition"
        code, expected = _OF_OTHER_TIER[act.kind], f"a country {_where(tier)}"
        found.add(code, label(name), message, act, placed, expected=expected)


def _where(tier: Tier) -> str:
    if tier is Tier.SPECIAL_CASE:
        return "a special case"
    return f"on the {tier}" if tier is Tier.TIER_2_WATCH_LIST else f"on {tier}"


def _check_affiliations(name: Name, person: Person, found: _Check) -> None:
    for number, part in enumerate(person.affiliations):
        body = found.records.get(("organization", part.organization))
        if isinstance(body, Organization) and _sticks_out(part.period, body.life):
            place = f"{label(name)}, affiliations[{number}]"
            message = f"{body.name} did not exist for all of {part.period}"
            within = f"dates within {body.life}"
            found.add("affiliation-outside-life", place, message, person, body, expected=within)


def _check_honours(name: Name, person: Person, found: _Check) -> None:
    for number, honour in enumerate(person.honours):
        year = honour.edition
        if honour.award != TIP_REPORT_HERO or year is None:
            continue
        edition = found.records.get(("edition", year))
        named = edition.heroes if isinstance(edition, Edition) else _packaged_heroes().get(year)
        if named == 0 or year < _FIRST_HEROES:
            place = f"{label(name)}, honours[{number}]"
            message = f"the {year} report named no heroes"
            expected = f"an edition that named heroes; the first was {_FIRST_HEROES}"
            both = (person, edition) if edition else (person,)
            found.add("no-heroes", place, message, *both, expected=expected)


def _check_partners(name: Name, campaign: Campaign, found: _Check) -> None:
    there = {None, *campaign.countries}
    shown, more = campaign.countries[:_COUNTRIES_SHOWN], len(campaign.countries) - _COUNTRIES_SHOWN
    expected = f"a partner based in {', '.join(shown)}" + f" and {more:,} more" * (more > 0)
    for number, partner in enumerate(campaign.partners if campaign.countries else ()):
        body = found.records.get(("organization", partner))
        if isinstance(body, Organization) and body.country not in there:
            place = f"{label(name)}, partners[{number}]"
            message = f"{body.name} is based in {body.country}, where the campaign did not run"
            found.add("partner-elsewhere", place, message, campaign, body, expected=expected)


def _check_project(name: Name, campaign: Campaign, found: _Check) -> None:
    project = found.records.get(("project", campaign.project or ""))
    if campaign.period is None or not isinstance(project, Project) or project.period is None:
        return
    if _sticks_out(campaign.period, project.period):
        place, within = f"{label(name)}, period", f"dates within {project.period}"
        message = f"{campaign.period} is outside the period of its project, {project.title}"
        found.add("campaign-outside-project", place, message, campaign, project, expected=within)


_CHECKS: Mapping[RecordKind, tuple[Callable[[Name, Any, _Check], None], ...]] = {
    "assessment": (_check_span,),
    "person": (_check_affiliations, _check_honours),
    "campaign": (_check_partners, _check_project),
    "designation": (_check_span, _check_placement),
}


def _sticks_out(inner: Period, outer: Period) -> bool:
    """Return whether a known side of `inner` is surely outside `outer`."""
    return any(
        (outer.start is not None and side.surely_before(outer.start))
        or (outer.end is not None and outer.end.surely_before(side))
        for side in (inner.start, inner.end)
        if side is not None
    )


def _find_cycles(found: _Check) -> None:
    """Report each circle of parents once, walking up from every organization once."""
    done: set[str] = set()
    for start in found.records.values():
        path: dict[str, Organization] = {}
        body: Record | None = start
        while isinstance(body, Organization) and body.id not in done and body.id not in path:
            path[body.id] = body
            body = found.records.get(("organization", body.parent or ""))
        done.update(path)
        if isinstance(body, Organization) and body.id in path:
            ids = list(path)[list(path).index(body.id) :]
            cut = ["…"] if len(ids) > _LONGEST_CIRCLE else []
            place = f"{label(('organization', body.id))}, parent"
            message = f"it is part of itself: {' → '.join([*ids[:_LONGEST_CIRCLE], *cut, body.id])}"
            circle, expected = [path[key] for key in ids], "a parent that is not below it"
            found.add("parent-cycle", place, message, *circle, expected=expected)


@cache
def _packaged_heroes() -> dict[int, int | None]:
    """Return how many heroes each edition of the packaged record names, where known."""
    return {int(row[0]): int(row[-1]) if row[-1] else None for row in rows("editions.tsv")}


def __dir__() -> list[str]:
    return __all__
