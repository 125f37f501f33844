"""Play a release day by the clock: from a copied list to a picture, a page and a table.

Run: python examples/release_day.py (needs the extras `plots` and `excel`). The list is
invented: the 2025 list with three changes that nobody made.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

LISTS = Path(__file__).parent.parent / "docs" / "how-to"
COPIED, MENDED = (f"2026={LISTS / name}.txt" for name in ("invented-2026-copied", "invented-2026"))
STEPS = (
    ["edition", "review", COPIED],
    ["edition", "review", MENDED, "--released", "2026-06-30", "--official", "Tier 1=33"],
    ["changes", "2026", "--with", MENDED],
    ["plot", "changes", "changes.png", "--with", MENDED],
    ["page", "tiers.html", "--with", MENDED],
    ["export", "tiers.xlsx", "--layout", "wide", "--with", MENDED],
)


def main() -> None:
    """Run each command as the how-to does, and print how long it took and what came of it."""
    total = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            begun, command = time.perf_counter(), [sys.executable, "-m", "tipdata", *step]
            run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            total += (took := time.perf_counter() - begun)
            first, *_ = (run.stdout or run.stderr).splitlines()
            print(f"{took:4.1f} s  {' '.join(step[:2])}: {first} (exit code {run.returncode})")
    print(f"{total:4.1f} s  in all")


if __name__ == "__main__":
    main()
