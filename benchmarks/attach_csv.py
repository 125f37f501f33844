"""Tiers for a CSV of a million rows, as a CSV: `tipdata attach`, beside DuckDB by hand.

Run: python benchmarks/attach_csv.py

Each is a process from its start to its end. The form by hand lets tipdata say
what the names mean and which tiers there are, and joins them with the rows. Its
file is the same, byte for byte, or has the same lines where it keeps no order.
"""

import csv
import datetime
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from measure import ENVIRON, Measure, best, show

import tipdata

ROWS = 1_000_000
QUICK = 20_000
COUNTRY, ON = "origin", "shipped"
ODD = ("Atlantis", "Kazakstan", "n/a", "Congo", "")
FORMS = ("tipdata", "by hand", "by hand, in any order")
JOINED = """
    select r.* exclude (place, year), tier, tier_status, nullif(edition, 0) as edition
    from (
        select source.*, coalesce(place, 'missing') as place, coalesce(year, 0) as year
        from source left join names using (origin) asof left join days on shipped >= released
    ) r
    left join cells c on c.place = r.place and c.edition = r.year
"""
IN_ORDER = f"select * exclude (n) from ({JOINED}) order by n"  # noqa: S608 - all ours


def write_rows(path: Path, rows: int) -> None:
    """Write rows of a country in 200 spellings, a day from 1999 to 2025 and a weight."""
    chance, first = Random(7), datetime.date(1999, 1, 1)  # noqa: S311 - no secrets
    known = [text for one in tipdata.load().countries for text in (one.name, one.alpha_3)]
    texts = [*known[: 200 - len(ODD)], *ODD]
    days = [str(first + datetime.timedelta(days)) for days in range(27 * 365)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([COUNTRY, ON, "kg"])
        writer.writerows(
            (chance.choice(texts), chance.choice(days), chance.randrange(1, 10_000) / 100)
            for _ in range(rows)
        )


def by_hand(source: str, out: str, *, in_order: bool) -> None:
    """Attach tiers with joins in DuckDB."""
    import duckdb  # noqa: PLC0415 - not for the process that runs tipdata

    record, base = tipdata.load(), duckdb.connect()

    def add(name: str, columns: dict[str, list[object]]) -> None:
        cells = ", ".join(f"unnest(${column}) as {column}" for column in columns)
        base.execute(f"create table {name} as select {cells}", columns)

    number = ", row_number() over () as n" * in_order
    base.execute(f"create view source as select *{number} from read_csv('{source}')")  # noqa: S608
    column = base.execute("select distinct origin from source")
    names = tipdata.frames.read_names(text for (text,) in column.fetchall())
    places = {one.text: one.country or one.status for one in names}
    add("names", {"origin": [*places], "place": [*places.values()]})
    days = {one.released: one.year for one in record.editions}
    add("days", {"released": [*days], "year": [*days.values()]})
    cells = [
        (place, year, *placement(record, place, year))
        for place in sorted({*places.values(), "missing"})
        for year in (0, *days.values())
    ]
    heads = ("place", "edition", "tier", "tier_status")
    add("cells", dict(zip(heads, map(list, zip(*cells, strict=True)), strict=True)))
    base.execute(f"copy ({IN_ORDER if in_order else JOINED}) to '{out}' (header)")


def placement(record: tipdata.TierRecord, place: str, year: int) -> tuple[str | None, str]:
    """Return the tier and the status of a country, or of what is none, in an edition or in none."""
    if not place.isupper():
        return None, place
    if not year:
        return None, "outside_coverage"
    series = record.series(place)
    tier = series.get(year)
    return tier and tier.value, series.status(year)


def _words(form: str, source: Path, out: Path) -> list[str]:
    if form == "tipdata":
        columns = ["--country", COUNTRY, "--on", ON]
        return ["-m", "tipdata", "attach", str(source), *columns, "--out", str(out)]
    return [__file__, form, str(source), str(out)]


def measures(quick: bool) -> Iterator[Measure]:
    """Yield the figures."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        write_rows(source, QUICK if quick else ROWS)
        made = {form: Path(folder) / f"{number}.csv" for number, form in enumerate(FORMS)}

        def work(form: str) -> Callable[[], object]:
            command = [sys.executable, *_words(form, source, made[form])]
            return lambda: subprocess.run(command, check=True, env=ENVIRON, capture_output=True)

        works = {form: work(form) for form in FORMS}
        best(works, 1)
        ours, ordered, other = (made[form].read_bytes() for form in FORMS)
        assert ours == ordered
        assert sorted(ours.splitlines()) == sorted(other.splitlines())
        for what, clock in (("processor time", _of_children), ("wall", time.perf_counter)):
            times = best(works, 1 if quick else 5, clock)
            own = times.pop("tipdata")
            for form, seconds in times.items():
                beside = f"tiers from CSV to CSV, beside DuckDB {form}: {what}"
                yield Measure(beside, own / seconds, at_most=1.2 if form == "by hand" else None)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    match sys.argv[1:]:
        case [form, source, out] if form in FORMS:
            by_hand(source, out, in_order=form == "by hand")
        case _:
            show(measures(quick=False))
