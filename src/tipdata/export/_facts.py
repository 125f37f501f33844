"""What a file says of the record in it."""

from tipdata.loading.provenance import tell_provenance
from tipdata.tierrecord import TierRecord

NOTICE = "Not a U.S. government file."
OFFICIAL = "The State Department's own report is the official record."


def name_record(record: TierRecord) -> str:
    """Return what a table of a record is called."""
    years = record.years
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return f"Tiers of the Trafficking in Persons Report {span}".rstrip()


def tell_facts(record: TierRecord) -> dict[str, str]:
    """Return what a file says of the record in it: title, provenance, version, citation."""
    return {
        "title": name_record(record),
        "description": tell_provenance(record),
        "data_version": record.data_version or "",
        "citation": record.cite(),
        "notice": f"{NOTICE} {OFFICIAL}",
    }
