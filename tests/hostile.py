"""A record whose texts try to be markup, for tests of what is made from records."""

from tipdata import Assessment, Country, Edition, Source, Tier, TierRecord
from tipdata.countries import default
from tipdata.records.sources import Claim
from tipdata.tierrecord.evidence import Background

TEXT = "</script><script>window.hacked=1</script><img src=x onerror=hacked=1>${data}&lt;<!--"
"""Ends a script, begins another, loads a picture, and names a place in the template."""


def record(text: str) -> TierRecord:
    """Return a record of one country, its name, note, source and address holding a text."""
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
    return TierRecord(
        countries=(country,),
        editions=(Edition(year=2021),),
        assessments=(placed,),
        registry=default().with_countries(country),
        background=lambda: Background(sources=sources, claims={("XHO", 2021): claims}),
    )
