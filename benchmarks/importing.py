"""How long `import tipdata`, loading the record, a command and the first look-up of a name take.

    python benchmarks/importing.py

Each runs in processes of its own, in turn with `import attrs`, which tipdata needs.
"""

from collections.abc import Iterator

from measure import Measure, best_of_processes, least_printed, show

ATTRS = ["-c", "import attrs"]
LOAD = ["-c", "import tipdata; tipdata.load()"]
CHANGES = ["-m", "tipdata", "changes", "2021"]
OTHERS = {
    "python, nothing imported": ["-c", "pass"],
    "import tipdata": ["-c", "import tipdata"],
    "import pycountry": ["-c", "import pycountry"],
    "import pandas": ["-c", "import pandas"],
}
LOOK_UP = """
import time, tipdata
tip = tipdata.load()
start = time.process_time()
tipdata.countries.resolve({text!r})
print(time.process_time() - start)
"""


def measures(quick: bool) -> Iterator[Measure]:
    """Yield what starting costs, beside `import attrs`."""
    runs = 1 if quick else 20
    times = best_of_processes({"attrs": ATTRS, "load": LOAD, "changes": CHANGES}, runs)
    base = times["attrs"]
    yield Measure("tipdata changes 2021, beside import attrs", times["changes"] / base, at_most=2.6)
    over = (times["load"] - base) * 1000
    yield Measure("import tipdata; load(), over import attrs", over, "ms", at_most=35)
    for text, what in (("Kenya", "a name"), ("CÔTE D’IVOIRE", "another spelling of a name")):
        first = least_printed(LOOK_UP.format(text=text), runs) * 1000
        yield Measure(f"the first resolve after load(), of {what}", first, "ms", at_most=3)


def main() -> None:
    """Print the measures, and what other imports take."""
    show(measures(quick=False))
    times = best_of_processes({"import attrs": ATTRS, **OTHERS}, 20)
    for name, seconds in times.items():
        print(f"{name:64} {seconds * 1000:10.4g} ms")


if __name__ == "__main__":
    main()
