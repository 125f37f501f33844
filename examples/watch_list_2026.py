"""List who rose to Tier 1 in 2024, and who has to leave the Watch List in 2026.

Run: python examples/watch_list_2026.py
"""

import tipdata


def main() -> None:
    """Print both answers, and mark those that rest on an interpretation of the law."""
    tip = tipdata.load()
    rose = [c for c in tip.changes(2024).upgrades if c.after is tipdata.Tier.TIER_1]
    print(f"Rose to Tier 1 in 2024: {', '.join(change.country.label for change in rose)}")
    outlooks = tip.outlooks(2026)
    for verdict in ("must leave", "may stay only by waiver"):
        print(f"{verdict.capitalize()} in 2026:")
        for country, outlook in outlooks:
            if outlook.verdict == verdict:
                mark = " (interpretation)" if outlook.is_interpretation else ""
                print(f"  {country.label} (consecutive editions: {outlook.consecutive}){mark}")


if __name__ == "__main__":
    main()
