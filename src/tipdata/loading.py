"""The packaged facts, read by a small reader of their own.

The files are ours and a test holds every cell of them, so this reader does
nothing but split lines: loading is within the import budget.
"""

import datetime
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, overload

import attrs

from tipdata import countries, dataset
from tipdata._tables.columns import columns_of
from tipdata._tables.tabular import Tabular
from tipdata.data import data_version, read_text, rows
from tipdata.dates import PartialDate, Period
from tipdata.errors import UnknownDatasetError
from tipdata.records.assessments import EVIDENCE_LEVELS, Assessment
from tipdata.records.editions import Edition, OfficialCounts, PeriodBasis
from tipdata.tierrecord import TierRecord
from tipdata.tiers import Tier
from tipdata.typing import Columns, EvidenceLevel, Official, RecordKind

if TYPE_CHECKING:
    from tipdata.records.sources import Wording
    from tipdata.tierrecord.evidence import Background

__all__ = ["PackagedSet", "datasets", "load"]

_ABOUT = {
    "tiers": "Every placement of every edition, 2001 to 2025, with its evidence.",
    "central-asia-2021": (
        "Who worked against trafficking in Central Asia in 2021: organizations, people, "
        "a project, campaigns, what was said, and the tiers of the five countries."
    ),
}

_CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

_TIERS = {tier.short: tier for tier in Tier}
_CLAIMED = {
    **{short: (tier,) for short, tier in _TIERS.items()},
    "2/2WL": (Tier.TIER_2, Tier.TIER_2_WATCH_LIST),
}
_OFFICIAL: dict[str, Official] = {"yes": "yes", "next": "next edition", "no": "no"}
_WORDINGS: "dict[str, Wording]" = {"same": "same edition", "next": "next edition"}
_EVIDENCE: dict[str, EvidenceLevel] = {level: level for level in EVIDENCE_LEVELS}
_BASES: dict[str, PeriodBasis] = {"statute": "statute", "practice": "practice"}
_SEEN: dict[str, Literal["seen", "recollected"]] = {"seen": "seen", "recollected": "recollected"}
_FIGURES = ("tier_1", "tier_2", "tier_2_watch_list", "tier_3", "special_case", "covered")


@attrs.frozen(kw_only=True, repr=False)
class PackagedSet(Tabular):
    """A set of data that ships with the package.

    Attributes:
        name: By what `tipdata.load` knows it.
        about: What it holds, in a sentence.
        counts: How many records it has of each kind that it has.
        version: The version of its data.
    """

    name: str
    about: str
    counts: Mapping[RecordKind, int] = attrs.field(hash=False)
    version: str

    _ROW_HEADS = 0
    _SHORT = False

    def columns(self) -> Columns:
        """Return one row for each kind of record, with how many there are."""
        rows = [(self.name, self.version, kind, count) for kind, count in self.counts.items()]
        return columns_of(("name", "version", "kind", "records"), rows)

    def __str__(self) -> str:
        return f"{self.name} ({self.version}, {sum(self.counts.values()):,} records): {self.about}"


@overload
def load(name: Literal["tiers"] = "tiers") -> TierRecord: ...
@overload
def load(name: Literal["central-asia-2021"]) -> "dataset.Dataset": ...
def load(name: str = "tiers") -> "TierRecord | dataset.Dataset":
    """Return packaged data: every placement of 2001 to 2025, or the set of that name.

    It is always the same object, read once, without a network.
    `tipdata.datasets()` lists the names.

    Raises:
        UnknownDatasetError: No data of that name is packaged.

    >>> load()
    <TierRecord 2001-2025: 4,239 placements of 192 countries>
    >>> load("central-asia-2021").organization("sana-sezim").country
    'KAZ'
    """
    if name == "tiers":
        return _tiers()
    if name == "central-asia-2021":
        return _central_asia()
    raise UnknownDatasetError(name, tuple(_ABOUT))


@functools.cache
def _tiers() -> TierRecord:
    assessments = _assessments()
    assessed = {assessment.country for assessment in assessments}
    registry = countries.default()
    return TierRecord(
        countries=tuple(c for c in registry.countries if c.alpha_3 in assessed),
        editions=_editions(),
        assessments=assessments,
        registry=registry,
        background=_background,
        data_version=data_version(),
    )


@functools.cache
def _central_asia() -> "dataset.Dataset":
    from itertools import groupby  # noqa: PLC0415 - the placements do without

    from tipdata._wire.json_text import scan_line  # noqa: PLC0415
    from tipdata._wire.reading import Reader  # noqa: PLC0415
    from tipdata.dataset.kinds import CLASSES  # noqa: PLC0415

    lines = map(scan_line, read_text("central-asia-2021.jsonl").splitlines())
    found = dataset.Dataset.of(
        record
        for kind, some in groupby(lines, lambda line: line.pop("type"))
        for record in map(Reader(CLASSES[kind]).read, some)
    )
    return found.merge(dataset.as_dataset(_tiers().where(countries=_CENTRAL_ASIA)))


def datasets() -> tuple[PackagedSet, ...]:
    """Return what is packaged: names for `load`, what each holds, how much, and its version.

    >>> for packaged in datasets():
    ...     print(packaged.name, packaged.counts["assessment"])
    tiers 4239
    central-asia-2021 117
    """
    held = {"tiers": dataset.as_dataset(_tiers()), "central-asia-2021": _central_asia()}
    return tuple(
        PackagedSet(
            name=name,
            about=about,
            counts={kind: count for kind, count in held[name].counts.items() if count},
            version=data_version(),
        )
        for name, about in _ABOUT.items()
    )


def _assessments() -> tuple[Assessment, ...]:
    # Most cells rest on a combination of sources that other cells share.
    ids: dict[str, tuple[str, ...]] = {}
    found: list[Assessment] = []
    for code, year, tier, level, official, families, disputed, cited, note, amended in rows(
        "assessments.tsv"
    ):
        found.append(
            Assessment(
                country=code,
                year=int(year),
                tier=_TIERS[tier],
                evidence=_EVIDENCE[level],
                official=_OFFICIAL[official],
                families=int(families),
                sources=ids.get(cited) or ids.setdefault(cited, tuple(cited.split())),
                disputed_by=tuple(disputed.split()) if disputed else (),
                note=note,
                amended=_TIERS[amended] if amended else None,
            )
        )
    return tuple(found)


def _editions() -> tuple[Edition, ...]:
    found: list[Edition] = []
    for year, ordinal, released, released_basis, *figures, basis, period_basis, heroes in rows(
        "editions.tsv"
    ):
        numbers = (int(figure) if figure else None for figure in figures)
        counts = dict(zip(_FIGURES, numbers, strict=True))
        period = Period(start=PartialDate(int(year) - 1, 4, 1), end=PartialDate(int(year), 3, 31))
        found.append(
            Edition(
                year=int(year),
                ordinal=int(ordinal),
                released=datetime.date.fromisoformat(released),
                released_basis=_SEEN[released_basis],
                period=period if period_basis else None,
                period_basis=_BASES[period_basis] if period_basis else None,
                counts=OfficialCounts(basis=basis, **counts),
                heroes=int(heroes) if heroes else None,
            )
        )
    return tuple(found)


def _background() -> "Background":
    from tipdata.records.sources import Claim, Correction, Source  # noqa: PLC0415
    from tipdata.tierrecord.evidence import Background  # noqa: PLC0415 - loads when it is asked for

    claims: dict[tuple[str, int], list[Claim]] = {}
    for code, year, source, wording, tier in rows("claims.tsv"):
        words, tiers = _WORDINGS[wording], _CLAIMED[tier]
        claim = Claim(country=code, year=int(year), source=source, wording=words, tiers=tiers)
        claims.setdefault((code, claim.year), []).append(claim)
    corrections = tuple(
        Correction(country=code, year=int(year), settled=_TIERS[tier], claims=said, why=why)
        for code, year, tier, said, why in rows("corrections.tsv")
    )
    return Background(
        sources=tuple(
            Source(id=key, title=title, author=author, address=address, remarks=remarks)
            for key, title, author, address, remarks in rows("sources.tsv")
        ),
        claims={cell: tuple(found) for cell, found in claims.items()},
        corrections=corrections,
    )


def __dir__() -> list[str]:
    return __all__
