"""List the countries that rose and fell in an edition, and how firm the evidence is.

Run: python examples/rose_and_fell.py 2021
"""

import sys

import tipdata


def main(year: int) -> None:
    """Print the changes of an edition, and mark those that are not corroborated."""
    changes = tipdata.load().changes(year)
    for title, chosen in (("Rose", changes.upgrades), ("Fell", changes.downgrades)):
        print(f"{title} in {year}: {len(chosen)}")
        for change in chosen:
            mark = "" if change.evidence == "corroborated" else f"  [{change.evidence}]"
            print(f"  {change.country.label}: {change.before} → {change.after}{mark}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2021)
