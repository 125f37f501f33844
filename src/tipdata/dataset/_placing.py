"""The placements among some records, as a record of tiers."""

from collections.abc import Iterable
from functools import partial

import attrs

from tipdata.countries import CountryRegistry
from tipdata.countries import default as default_registry
from tipdata.records.assessments import Assessment
from tipdata.records.countries import Country
from tipdata.records.designations import Designation
from tipdata.records.editions import Edition
from tipdata.records.sources import Source
from tipdata.tierrecord import TierRecord
from tipdata.tierrecord.acts import Acts
from tipdata.tierrecord.evidence import Background


def registry_with(countries: Iterable[Country]) -> CountryRegistry:
    """Return the default registry with the countries that it does not have."""
    registry = default_registry()
    own = {country.alpha_3: country for country in countries if country not in registry}
    if not own:
        return registry
    known = {country.alpha_3: country for country in registry}
    return attrs.evolve(registry, countries={**known, **own}.values())


def tiers_among(
    registry: CountryRegistry,
    editions: Iterable[Edition],
    assessments: tuple[Assessment, ...],
    sources: tuple[Source, ...],
    designations: tuple[Designation, ...],
) -> TierRecord:
    """Return placements as a record; what is not said of an edition is its year.

    Raises:
        UnknownCountryError: The registry does not have the country of a placement.
    """
    known = {one.year: Edition(year=one.year) for one in assessments}
    known.update((edition.year, edition) for edition in editions)
    codes = sorted({one.country for one in assessments})
    return TierRecord(
        countries=tuple(registry.get(code) for code in codes),
        editions=tuple(known[year] for year in sorted(known)),
        assessments=assessments,
        registry=registry,
        background=partial(Background, sources=sources),
        acts=partial(Acts, designations=designations),
    )
