"""The packaged record as a file: the size and the seconds of each format and layout.

    python benchmarks/export.py

Times are of the processor, the best of three, after everything is imported.
"""

import time
from typing import get_args

from tipdata import export
from tipdata.typing import ExportFormat, Layout

ROUNDS = 3


def seconds(to: ExportFormat, layout: Layout) -> float:
    """Return the time of the fastest round."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        export.render(to=to, layout=layout)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    print(f"{'':8} {'':6} {'kB':>6} {'s':>6}")
    for to in get_args(ExportFormat):
        for layout in get_args(Layout):
            size = len(export.render(to=to, layout=layout)) / 1000
            print(f"{to:8} {layout:6} {size:6.0f} {seconds(to, layout):6.2f}")


if __name__ == "__main__":
    main()
