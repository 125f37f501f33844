"""The countries that ship with the package."""

from collections import defaultdict
from collections.abc import Iterator

from tipdata.data import columns, rows
from tipdata.dates import PartialDate, Period
from tipdata.records.countries import Country, CountryName, Succession

_ALWAYS = Period()


def packaged_countries() -> Iterator[Country]:
    """Yield the countries of the packaged tables."""
    names: defaultdict[str, list[CountryName]] = defaultdict(list)
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for code, name, kind, since, until in rows("country_names.tsv"):
        if kind == "dated":
            first, last = (int(year) if year else None for year in (since, until))
            names[code].append(CountryName(name=name, since=first, until=last))
        elif kind != "hint":
            aliases[code].append(name)
    for row in rows("countries.tsv"):
        yield _country(row, tuple(names[row[0]]), tuple(aliases[row[0]]))


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


def _country(row: list[str], names: tuple[CountryName, ...], aliases: tuple[str, ...]) -> Country:
    alpha_3, alpha_2, numeric, status, name, report_name, bureau, span = row
    return Country(
        alpha_3=alpha_3,
        alpha_2=alpha_2 or None,
        numeric=numeric or None,
        code_status=status,  # type: ignore[arg-type]  # the validator checks it
        name=name,
        report_name=report_name or None,
        names=names,
        aliases=aliases,
        bureau=bureau or None,  # type: ignore[arg-type]  # the validator checks it
        span=Period.parse(span) if span else _ALWAYS,
    )
