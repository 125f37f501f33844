"""Which countries rose to Tier 1 in 2024, and which are out of time on the Watch List in 2026?

Run: python examples/watch_list_2026.py
"""

import tipdata


def main() -> None:
    """Print both answers, and mark what is a reading of the law and not its words."""
    tip = tipdata.load()
    rose = [c for c in tip.changes(2024).upgrades if c.after is tipdata.Tier.TIER_1]
    print(f"Rose to Tier 1 in 2024: {', '.join(change.country.label for change in rose)}")
    outlooks = tip.outlooks(2026)
    for verdict in ("must leave", "may stay only by waiver"):
        print(f"In 2026 {verdict}:")
        for country, outlook in outlooks:
            if outlook.verdict == verdict:
                mark = "  (interpretation)" if outlook.is_interpretation else ""
                print(f"  {country.label}, editions in a row: {outlook.consecutive}{mark}")


if __name__ == "__main__":
    main()
