"""A record whose texts try to be markup, for tests of what is made from records."""

from tipdata import Assessment, Country, Edition, Source, Tier, TierRecord
from tipdata.countries import default
from tipdata.records.designations import Designation, DesignationCoverage
from tipdata.records.editions import OfficialCounts
from tipdata.records.sources import Claim
from tipdata.tierrecord.acts import Acts
from tipdata.tierrecord.evidence import Background

TEXT = "</script><script>window.hacked=1</script><img src=x onerror=hacked=1>${data}&lt;<!--"
"""Ends a script, begins another, loads a picture, and names a place in the template."""


def record(text: str) -> TierRecord:
    """Return a record of one country whose names, notes, remarks, sources and addresses hold a text."""
    country = Country(alpha_3="XHO", code_status="user-assigned", name=text, aliases=(text + "2",))
    sources = (
        Source(id="one", title=text, author=text, address="javascript:window.hacked=1"),
        Source(id="two", title=text, address='https://example.org/"onclick="window.hacked=1'),
    )
    placed = Assessment(
        country="XHO", year=2021, tier=Tier.TIER_2, sources=("one", "two"), note=text
    )
    claims = tuple(
        Claim(
            country="XHO", year=2021, source=source.id, wording="same edition", tiers=(Tier.TIER_2,)
        )
        for source in sources
    )
    named = Designation(
        kind="child soldiers list", country="XHO", year=2021, outcome="listed", source="one"
    )
    partly = DesignationCoverage(
        kind="child soldiers list", year=2021, coverage="partial", named=1, remark=text
    )
    acts = Acts(designations=(named,), coverage=(partly,), sources=sources)
    background = Background(
        sources=sources,
        claims={("XHO", 2021): claims},
        figures={(2021, "covered"): (text, text)},
    )
    return TierRecord(
        countries=(country,),
        editions=(Edition(year=2021, counts=OfficialCounts(covered=9)),),
        assessments=(placed,),
        registry=default().with_countries(country),
        background=lambda: background,
        acts=lambda: acts,
    )
