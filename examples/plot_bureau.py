"""Plot every country of a bureau by edition, and the share of each tier.

Run: python examples/plot_bureau.py SCA bureau.png   (needs the extra `plots`)
"""

import sys
import tempfile
from pathlib import Path

from matplotlib.figure import Figure

import tipdata


def main(bureau: str, out: Path) -> None:
    """Save two plots, one above the other, as one picture."""
    tip = tipdata.load()
    chosen = tip.where(countries=[c for c in tip.countries if c.bureau == bureau])
    figure = Figure(figsize=(10, 8), layout="constrained")
    above, below = figure.subplots(2)
    tipdata.plots.heatmap(chosen, ax=above)
    tipdata.plots.shares(chosen, ax=below)
    figure.savefig(out)
    print(f"wrote {len(chosen.countries)} countries of {bureau} to {out.name}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        given[0] if given else "SCA",
        Path(given[1]) if len(given) > 1 else Path(tempfile.mkdtemp()) / "bureau.png",
    )
