"""The countries that ship with the package."""

from collections import defaultdict
from collections.abc import Iterator

from tipdata.data import columns, make_records, rows
from tipdata.dates import PartialDate, Period
from tipdata.records.countries import Country, CountryName, Succession

_ALWAYS = Period()


def packaged_countries() -> tuple[Country, ...]:
    """Return the countries of the packaged tables."""
    names: defaultdict[str, list[CountryName]] = defaultdict(list)
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for code, name, kind, since, until in rows("country_names.tsv"):
        if kind == "dated":
            first, last = (int(year) if year else None for year in (since, until))
            names[code].append(CountryName(name=name, since=first, until=last))
        elif kind != "hint":
            aliases[code].append(name)
    codes, alpha_2, numeric, statuses, common, reported, bureaus, spans = columns("countries.tsv")
    periods = {span: Period.parse(span) if span else _ALWAYS for span in {*spans}}
    return make_records(
        Country,
        len(codes),
        alpha_3=codes,
        alpha_2=(code or None for code in alpha_2),
        numeric=(code or None for code in numeric),
        code_status=statuses,
        name=common,
        report_name=(name or None for name in reported),
        names=(tuple(names[code]) for code in codes),
        aliases=(tuple(aliases[code]) for code in codes),
        bureau=(bureau or None for bureau in bureaus),
        span=map(periods.__getitem__, spans),
    )


def packaged_hints() -> Iterator[tuple[str, str]]:
    """Yield the code of a country and a string that suggests it and is not its name."""
    for code, name, kind, *_ in rows("country_names.tsv"):
        if kind == "hint":
            yield code, name


def packaged_forms() -> dict[str, frozenset[str]]:
    """Return the codes of the packaged countries that have a name of a folded form.

    It is what folding all names gives, which takes longer than all of loading.
    """
    forms, countries = columns("folded_names.tsv")
    codes = {several: frozenset(several.split()) for several in {*countries}}
    return dict(zip(forms, map(codes.__getitem__, countries), strict=True))


def packaged_successions() -> Iterator[Succession]:
    """Yield the successions of the packaged table."""
    for predecessor, successor, date, kind in rows("successions.tsv"):
        yield Succession(
            predecessor=predecessor,
            successor=successor,
            date=PartialDate.parse(date),
            kind=kind,  # type: ignore[arg-type]  # the validator checks it
        )
