"""Read your own table, and compare it with the packaged record.

Run: python examples/own_table.py
"""

import csv
import io

import tipdata

TABLE = """\
country,year,tier
Kyrgyzstan,2020,2.5
Kyrgyzstan,2021,2
Korea (South),2022,1
South Sudan,2011,555
"""


def main() -> None:
    """Print what changed according to the table, and where it differs from the record."""
    rows = list(csv.DictReader(io.StringIO(TABLE)))
    mine = tipdata.TierRecord.from_rows(rows, coding="kelley")
    print(mine.changes(2021))
    print(tipdata.load().compare_with(rows, coding="kelley"))


if __name__ == "__main__":
    main()
