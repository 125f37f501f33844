"""How much memory the loaded record takes, beside the same columns in pandas.

Run: python benchmarks/memory.py
Each case runs in a process of its own and counts what tracemalloc sees allocated.
"""

import subprocess
import sys
from collections.abc import Iterator

from measure import Measure, show

COMMON = """
import gc, tracemalloc
{prepare}
gc.collect()
tracemalloc.start()
{work}
gc.collect()
print(tracemalloc.get_traced_memory()[0])
"""
FILES = "import tipdata, pathlib, io; folder = pathlib.Path(tipdata.__file__).parent / 'data'"
READ = "pd.read_csv(folder / '{name}.tsv', sep='\\t', keep_default_na=False, quoting=3)"
CASES = {
    "tipdata.load()": (
        "import tipdata, tipdata.loading",
        "kept = tipdata.load()",
    ),
    "text in pandas as objects": (
        f"import pandas as pd; pd.options.future.infer_string = False; {FILES}",
        f"kept = {READ.format(name='assessments')}, {READ.format(name='sources')}",
    ),
    "text in pandas by default": (
        f"import pandas as pd; {FILES}",
        f"kept = {READ.format(name='assessments')}, {READ.format(name='sources')}",
    ),
}


def measures(quick: bool) -> Iterator[Measure]:  # noqa: ARG001 - there is no smaller record
    """Yield the megabytes of each case."""
    for name, (prepare, work) in CASES.items():
        code = COMMON.format(prepare=prepare, work=work)
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        yield Measure(f"the record in memory, {name}", int(run.stdout) / 1e6, "MB")


if __name__ == "__main__":
    show(measures(quick=False))
