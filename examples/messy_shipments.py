"""Make a messy table of shipments: 200 spellings, five date formats, gaps.

Run: python examples/messy_shipments.py > docs/how-to/shipments.csv
"""

import csv
import datetime
import random
import sys
from pathlib import Path

# Names of countries, drawn from the 1,129 that tipdata knew when the table was made.
SPELLINGS = Path(__file__).with_name("spellings.txt").read_text(encoding="utf-8").splitlines()
PAST = ["Yugoslavia", "Serbia and Montenegro", "Netherlands Antilles", "Zaire", "Swaziland"]
ODD = ["Kazakstan", "Congo", "Gerogia", "NA", "no", "US", "n/a", "", " burma "]
FORMATS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%d-%b-%Y")
GOODS = ("cotton", "shrimp", "bricks", "garnets", "cocoa")


def shipments(rows: int = 3000) -> list[tuple[int, str, str, str, float]]:
    """Return lots, each with a spelling of its origin, a date, goods and tonnes."""
    chance = random.Random(2021)  # noqa: S311 - not for secrets
    chance.sample(range(1129), len(SPELLINGS))  # as when they were drawn
    spellings = [*PAST, *ODD, *SPELLINGS]
    found: list[tuple[int, str, str, str, float]] = []
    for lot in range(1, rows + 1):
        day = datetime.date(2000, 1, 1) + datetime.timedelta(days=chance.randrange(26 * 365))
        written = day.strftime(chance.choice(FORMATS)) if chance.random() > 0.01 else ""
        origin = chance.choice(spellings)
        tonnes = round(chance.lognormvariate(2, 1), 1)
        found.append((lot, origin, written, chance.choice(GOODS), tonnes))
    return found


if __name__ == "__main__":
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerows([("lot", "origin", "shipped", "goods", "tonnes"), *shipments()])
