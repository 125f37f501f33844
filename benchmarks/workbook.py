"""Write and read 100,000 records as a workbook: time, memory and size, beside pandas.

Run: python benchmarks/workbook.py [COUNT]
Each step is a process of its own, so that the peaks do not mix. pandas has one flat
table of the same records: it neither keeps their parts apart nor checks anything. openpyxl
reads the cells of our workbook alone, with the values of formulas and what is merged.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Measure, show

RECORDS = """
from tipdata import Affiliation, Dataset, Organization, PartialDate, Person
def records(count):
    organizations = [
        Organization(
            id=f"organization-{n}", name=f"Organization {n}", kind="NGO", country="KAZ",
            founded=PartialDate(2000 + n % 20), website=f"https://example.org/{n}",
        )
        for n in range(count // 2)
    ]
    people = [
        Person(
            id=f"person-{n}", name=f"Person {n}",
            affiliations=(
                Affiliation(
                    organization=f"organization-{n}", role="director", start=PartialDate(2019, 5, 1)
                ),
            ),
        )
        for n in range(count - count // 2)
    ]
    return Dataset(organizations=organizations, people=people)
def flat(dataset):
    return [
        {
            "id": one.id, "name": one.name, "kind": getattr(one, "kind", None),
            "country": getattr(one, "country", None), "founded": str(getattr(one, "founded", "")),
            "website": getattr(one, "website", None),
            **{
                name: str(getattr(part, name))
                for part in getattr(one, "affiliations", ())
                for name in ("organization", "role", "start")
            },
        }
        for one in dataset
    ]
"""
STEPS = {
    "write, tipdata": """
dataset = records(count)
begin()
tipdata.write(dataset, path + ".xlsx")
""",
    "read, tipdata": """
begin()
found = tipdata.read(path + ".xlsx")
assert len(found) == count
""",
    "cells, openpyxl": """
import openpyxl
begin()
book = openpyxl.load_workbook(path + ".xlsx", data_only=True)
assert sum(1 for sheet in book for row in sheet.iter_rows() for _ in row) > count
""",
    "write, pandas": """
import pandas
frame = pandas.DataFrame(flat(records(count)))
begin()
frame.to_excel(path + "-pandas.xlsx", index=False)
""",
    "read, pandas": """
import pandas
begin()
found = pandas.read_excel(path + "-pandas.xlsx")
assert len(found) == count
""",
}
FRAME = f"""
import sys, time
sys.path.append({str(Path(__file__).parent)!r})
from measure import peak_bytes
import tipdata
path, count = sys.argv[1], int(sys.argv[2])
def begin():
    global started
    started = time.process_time()
"""
END = """
print(time.process_time() - started, peak_bytes())
"""


def measures(quick: bool, count: int = 100_000) -> Iterator[Measure]:
    """Yield the time and the peak of each step, and the size of each file."""
    count, steps = (50, [*STEPS][:2]) if quick else (count, [*STEPS])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "records")
        for name in steps:
            code = FRAME + RECORDS + STEPS[name] + END
            command = [sys.executable, "-c", code, path, str(count)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            elapsed, peak = map(float, run.stdout.split())
            yield Measure(f"workbook of {count:,} records, {name}", elapsed, "s")
            yield Measure(f"workbook of {count:,} records, {name}, peak", peak / 2**20, "MiB")
        for file in sorted(Path(folder).iterdir()):
            size = file.stat().st_size / 1e6
            yield Measure(f"workbook of {count:,} records, {file.name}", size, "MB")


if __name__ == "__main__":
    show(measures(False, *map(int, sys.argv[1:])))
