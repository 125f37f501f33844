"""The data of the explorer page: a record as plain values, as few as possible.

A placement is one character in a string. A claim is one integer: the index of
its source, times the number of sayings, plus the index of its saying. So is an act.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from tipdata._tables.palette import ABSENT, CELL_FILLS, NO_STATE, WITHHELD
from tipdata.analysis.series import Series, describe_cell
from tipdata.analysis.watchlist import VERDICTS, Outlook
from tipdata.countries import BUREAUS, Country, CountryName, CountryRegistry
from tipdata.countries.folding import ABBREVIATIONS, UNSAID, fold, plain
from tipdata.page._known import (
    acts_note,
    coverage_remarks,
    evidence_table,
    name_act,
)
from tipdata.page._map import map_data
from tipdata.page._moves import MOVES, move_signs, summaries
from tipdata.records.assessments import EVIDENCE_LEVELS, EVIDENCE_MEANINGS
from tipdata.records.sources import Source
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.evidence import Evidence
from tipdata.tiers import Tier
from tipdata.typing import EvidenceLevel, Official, ReportYear

_Values = dict[str, object]
_Cell = tuple[str, ReportYear]
_Saying = tuple[str, str]
_Quoted = tuple[str, _Saying]
_Numbers = Mapping[_Cell, list[int]]

_SIGNS = dict(zip(CELL_FILLS, "12W3S-x?", strict=True))
_LOOKS = {ABSENT: "absent", NO_STATE: "unborn", WITHHELD: "absent"}
_NONE = " "
_RANKS: Mapping[str, int | None] = {tier.value: tier.rank for tier in Tier}
_LEVELS: dict[EvidenceLevel, str] = dict(zip(EVIDENCE_LEVELS, "csdu", strict=True))
_OFFICIAL: dict[Official, tuple[str, str]] = {
    "yes": ("y", "Official: read in the State Department's own text of this edition."),
    "next edition": ("n", "Stated in the State Department's text of the next edition."),
    "no": ("-", ""),
}


def page_data(record: TierRecord) -> _Values:
    """Return everything that the page shows of a record, as JSON values."""
    every = {(a.country, a.year): record.evidence(a.country, a.year) for a in record.assessments}
    quoted = {cell: list(_quoted(found)) for cell, found in every.items()}
    named = _named(record)
    sources = _by_use(record, (*quoted.values(), *named.values()))
    places = {source.id: place for place, source in enumerate(sources)}
    sayings, claims = _number(quoted, places)
    deeds, acts = _number(named, places)
    years = record.years
    outlooks = record.outlooks() if years else ()
    verdicts = {country.alpha_3: outlook for country, outlook in outlooks}
    return {
        "version": record.data_version,
        "years": years,
        "next": years[-1] + 1 if years else None,
        "sources": [str(source) for source in sources],
        "sayings": [{"text": text, "side": side} for text, side in sayings],
        "acts": _acts(record, deeds),
        "signs": _signs(record),
        "known": evidence_table(record),
        "summaries": summaries(record),
        "verdicts": VERDICTS,
        "bureaus": dict(BUREAUS),
        "abbreviations": ABBREVIATIONS,
        "unsaid": sorted(UNSAID),
        "map": map_data(record),
        "countries": [
            {
                **_identity(series.country, record.registry),
                **_rows(series),
                **_findings(series, verdicts.get(series.country.alpha_3)),
                **_sources(series, every, claims),
                **_named_in(series, acts),
            }
            for series in record.every_series()
        ],
    }


def _quoted(found: Evidence) -> Iterator[_Quoted]:
    """Yield the source of each claim with what it says and on which side it is."""
    sides = (("for", found.supporting), ("either", found.undecided), ("against", found.disputing))
    for side, claims in sides:
        for claim in claims:
            text = " or ".join(tier.value for tier in claim.tiers)
            if claim.wording == "next edition":
                text += " (by the next edition)"
            yield claim.source, (text, side)


def _named(record: TierRecord) -> dict[_Cell, list[_Quoted]]:
    """Return the source of each act that names a country, with what it says and its kind."""
    key = attrgetter("country", "year", "kind", "source")
    found: dict[_Cell, list[_Quoted]] = {}
    several = itertools.groupby(sorted(record.acts.designations, key=key), key=key)
    for (code, year, kind, source), acts in several:
        words = name_act(kind, {act.outcome for act in acts})
        found.setdefault((code, year), []).append((source, (words, kind)))
    return found


def _number(
    quoted: Mapping[_Cell, Sequence[_Quoted]], places: Mapping[str, int]
) -> tuple[list[_Saying], _Numbers]:
    """Return what is said, once each, and for each cell who says what as integers."""
    said = sorted({saying for several in quoted.values() for _, saying in several})
    return said, {
        cell: [places[key] * len(said) + said.index(saying) for key, saying in several]
        for cell, several in quoted.items()
    }


def _by_use(record: TierRecord, quoted: Iterable[Sequence[_Quoted]]) -> list[Source]:
    """Return the quoted sources, the most quoted first, which get the shortest numbers."""
    used = Counter(key for several in quoted for key, _ in several)
    known = {source.id: source for source in record.sources}
    order = sorted(used, key=lambda key: (-used[key], key))
    return [known.get(key) or Source(id=key, title=key) for key in order]


def _acts(record: TierRecord, deeds: Sequence[_Saying]) -> _Values | None:
    """Return what acts say, and how completely they are known, if anything is."""
    coverage = record.designation_coverage()
    if not deeds and not coverage:
        return None
    return {"deeds": deeds, "note": acts_note(coverage), "remarks": coverage_remarks(coverage)}


def _signs(record: TierRecord) -> _Values:
    """Return what each sign in a row means, with its name in a permalink."""
    held = {a.evidence for a in record.assessments}
    return {
        "tiers": [
            {
                "sign": sign,
                "id": "none" if words == ABSENT else "" if words in _LOOKS else fill.label,
                "label": words,
                "look": _LOOKS.get(words, f"tier-{fill.label}"),
                "short": fill.label,
                "rank": _RANKS.get(words),
            }
            for (words, fill), sign in zip(CELL_FILLS.items(), _SIGNS.values(), strict=True)
            if words != WITHHELD or _withholds(record)
        ],
        "evidence": [
            {"sign": sign, "id": level, "label": level, "means": EVIDENCE_MEANINGS[level]}
            for level, sign in _LEVELS.items()
            if level in held
        ],
        "moves": move_signs(),
        "official": dict(_OFFICIAL.values()),
    }


def _withholds(record: TierRecord) -> bool:
    """Return whether a row has an edition whose placement is left out."""
    every = record.every_series()
    return any(not set(series.withheld).isdisjoint(series.years) for series in every)


def _identity(country: Country, registry: CountryRegistry) -> _Values:
    folded = (fold(name) for name in country.spellings)
    dated = [_dated(name) for name in country.names]
    if country.name not in (country.label, *(name.name for name in country.names)):
        dated.append(f"{country.name}, its common name")
    return {
        "code": country.alpha_3,
        "label": country.label,
        "common": country.name if country.name != country.label else "",
        "bureau": country.bureau,
        "region": BUREAUS[country.bureau] if country.bureau else "",
        "codes": [code for code in (country.alpha_3, country.alpha_2, country.numeric) if code],
        "names": sorted({form.straight for form in folded if form}) or [plain(country.label)],
        "called": dated or [f"{country.label}, in every report that includes it"],
        "related": list(_related(country, registry)),
    }


def _dated(name: CountryName) -> str:
    since = f" from {name.since}" if name.since is not None else ""
    until = f" until {name.until}" if name.until is not None else ""
    return f"{name.name}, in reports{since}{until}"


def _related(country: Country, registry: CountryRegistry) -> Iterator[tuple[str, str]]:
    """Yield the predecessors and successors of a country in words, each with its code."""
    for s in registry.successions:
        if country.alpha_3 == s.predecessor:
            verb = "separated from it" if s.kind == "separation" else "succeeded it"
            yield f"{registry.get(s.successor).label} {verb} ({s.date}, {s.kind})", s.successor
        elif country.alpha_3 == s.successor:
            verb = "separated from" if s.kind == "separation" else "succeeded"
            yield f"{verb} {registry.get(s.predecessor).label} ({s.date}, {s.kind})", s.predecessor


def _rows(series: Series) -> _Values:
    """Return one sign for each edition: the tier, its evidence, the move to it."""
    steps = series.changes()
    moves = {c.year: MOVES[c.direction][0] for c in (*steps, *steps.unchanged)}
    cells = {a.year: a for a in series.assessments}
    known = [cells.get(year) for year in series.years]
    return {
        "tiers": "".join(_SIGNS[describe_cell(series, year)[0]] for year in series.years),
        "evidence": "".join(_LEVELS[a.evidence] if a else _NONE for a in known),
        "official": "".join(_OFFICIAL[a.official][0] if a else _NONE for a in known),
        "moves": "".join(moves.get(year, _NONE) for year in series.years),
        "families": [a.families if a else 0 for a in known],
    }


def _findings(series: Series, outlook: Outlook | None) -> _Values:
    """Return what the library says about a country, in its own words."""
    last = series.years[-1] if series.years else 0
    missing = "Not known: it depends on a placement that this selection leaves out."
    if series.status(last) == "not_in_report":
        missing = f"None: not in the {last} report."
    return {
        "changes": [str(change) for change in series.changes()],
        "spells": [str(spell) for spell in series.spells()],
        "outlook": [outlook.verdict, str(outlook)] if outlook else None,
        "noOutlook": "" if outlook else missing,
    }


def _sources(series: Series, every: Mapping[_Cell, Evidence], numbers: _Numbers) -> _Values:
    """Return the claims about each placement, and its notes."""
    code = series.country.alpha_3
    about = {a.year: _about(every[code, a.year]) for a in series.assessments}
    return {
        "claims": [numbers.get((code, year), []) for year in series.years],
        "about": {year: texts for year, texts in about.items() if texts},
    }


def _named_in(series: Series, numbers: _Numbers) -> _Values:
    """Return the acts that name a country, by edition; most countries have none."""
    cells = ((series.country.alpha_3, year) for year in series.years)
    acts = {year: numbers[code, year] for code, year in cells if (code, year) in numbers}
    return {"acts": acts} if acts else {}


def _about(found: Evidence) -> list[str]:
    cell = found.assessment
    texts = [f"note: {cell.note}"] if cell.note else []
    if cell.amended is not None:
        texts.append(f"amended after release: {cell.amended.value}")
    if found.correction is not None:
        texts.append(f"settled: {found.correction.why}")
    return texts
