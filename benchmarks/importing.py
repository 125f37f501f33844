"""How long `import tipdata`, loading the record and a command take, beside `import attrs`.

Run: python benchmarks/importing.py
"""

import os
import subprocess
import sys
import time

RUNS = 15
# With this set, every process would compile the sources anew.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
CASES = {
    "python, nothing imported": "pass",
    "import attrs": "import attrs",
    "import tipdata": "import tipdata",
    "import tipdata; load()": "import tipdata; tipdata.load()",
    "tipdata changes 2021": "from tipdata.cli import main; main(['changes', '2021'])",
    "import pycountry": "import pycountry",
    "import pandas": "import pandas",
}


def run(code: str) -> float:
    """Return the milliseconds of one fresh process that runs `code`."""
    start = time.perf_counter()
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, env=ENVIRON, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the median of each case, its ratio to `import attrs`, and what it takes beyond that."""
    for code in CASES.values():
        run(code)  # fills the file cache and writes the byte code
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(RUNS):
        for name, code in CASES.items():
            times[name].append(run(code))
    medians = {name: sorted(found)[RUNS // 2] for name, found in times.items()}
    base = medians["import attrs"]
    print(f"{'case':28}{'ms':>8}{'ratio':>8}{'over attrs, ms':>16}")
    for name, ms in medians.items():
        print(f"{name:28}{ms:8.1f}{ms / base:8.2f}{ms - base:16.1f}")


if __name__ == "__main__":
    main()
