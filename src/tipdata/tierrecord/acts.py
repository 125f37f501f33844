"""The official acts that name countries, and how completely they are known."""

from collections.abc import Mapping

import attrs
from attrs import field

from tipdata._attributes import kept_property
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularSequence, brief
from tipdata._wire import rules as v
from tipdata.records.designations import Designation, DesignationCoverage
from tipdata.records.sources import Source

__all__ = ["Acts", "Coverage", "Designations"]


# No slots, for those would look a cached property up by way of `__getattr__`.
@attrs.frozen(kw_only=True, repr=False, slots=False)
class Acts:
    """What is known of the official acts that name countries.

    Attributes:
        designations: Who is named.
        coverage: How much is known of each kind and year; of any other,
            nothing is known.
        sources: The sources that the designations name, as far as the claims
            about placements do not name them too.

    Raises:
        InvalidValueError: A field has a value that it cannot hold.
    """

    designations: tuple[Designation, ...] = field(
        default=(), validator=v.instances(Designation, "a Designation")
    )
    coverage: tuple[DesignationCoverage, ...] = field(
        default=(), validator=v.instances(DesignationCoverage, "a DesignationCoverage")
    )
    sources: tuple[Source, ...] = field(default=(), validator=v.instances(Source, "a Source"))

    @kept_property
    def by_country(self) -> Mapping[str, tuple[Designation, ...]]:
        """The designations by alpha-3 code."""
        found: dict[str, list[Designation]] = {}
        for one in self.designations:
            found.setdefault(one.country, []).append(one)
        return {code: tuple(own) for code, own in found.items()}

    def __repr__(self) -> str:
        counts = f"{len(self.designations):,} designations, {len(self.coverage)} kinds and years"
        return brief(self, counts)


@attrs.frozen(kw_only=True, repr=False)
class Coverage(TabularSequence[DesignationCoverage]):
    """How much is known of the acts that name countries, by kind and year.

    A kind and year without a row was not found: who it names is unknown.

    Attributes:
        rows: A row for each kind and year of which something is known.

    >>> import tipdata
    >>> tip = tipdata.load()
    >>> for row in tip.designation_coverage(kind="watch list waiver", year=range(2013, 2017)):
    ...     print(row)
    watch list waiver 2013: complete, 12 named
    watch list waiver 2015: complete, 17 named
    """

    rows: tuple[DesignationCoverage, ...] = ()

    _COLUMNS = read_paths("kind year coverage named remark")
    _ITEMS = "rows"
    _ROW_HEADS = 2
    _SHORT = False

    @property
    def _caption(self) -> str:
        complete = sum(row.coverage == "complete" for row in self.rows)
        return f"{len(self)} kinds and years of acts, {complete} complete"


@attrs.frozen(kw_only=True, repr=False)
class Designations(TabularSequence[Designation]):
    """The official acts that name countries, by kind, year, country and outcome.

    A country that is not among them is "not named" only if the coverage of that
    kind and year is complete; `TierRecord.designation_status` answers that.

    Attributes:
        designations: Who is named. A country can be named twice in a year,
            with two outcomes.
        coverage: How much is known of the kinds and years that were asked for.

    >>> import tipdata
    >>> for one in tipdata.load().designations(country="Cuba", year=2018):
    ...     print(one)
    CUB 2018: watch list waiver, waived
    """

    designations: tuple[Designation, ...] = ()
    coverage: Coverage = Coverage()

    _COLUMNS = read_paths("kind year country outcome source")
    _ITEMS = "designations"
    _ROW_HEADS = 3
    _SHORT = False

    @property
    def _caption(self) -> str:
        if not self.designations:
            known = "acts are known of other countries" if self.coverage else "no acts are known"
            return f"no designations: {known}"
        countries = len({one.country for one in self.designations})
        counted = f"{len(self):,} designation{'s' * (len(self) > 1)}"
        return f"{counted} of {countries} {'country' if countries == 1 else 'countries'}"


def __dir__() -> list[str]:
    return __all__
