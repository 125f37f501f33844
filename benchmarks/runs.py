"""A run of the benchmarks: where it ran, what it measured, as JSON and as Markdown."""

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs
from measure import Measure

LIBRARIES = (
    *("tipdata", "attrs", "cattrs", "narwhals", "numpy", "pandas", "polars", "pyarrow", "duckdb"),
    *("dask", "pyspark", "pydantic", "msgspec", "orjson", "pycountry", "country_converter"),
)


@attrs.frozen
class Line:
    """One measure, with the figure of an earlier version where that was measured beside it."""

    benchmark: str
    measure: Measure
    before: float | None = None


@attrs.frozen
class Run:
    """What one run found.

    Attributes:
        machine: What it ran on, in words.
        versions: The version of each library that was installed.
        lines: The figures, in the order of the benchmarks.
        earlier: The version that the earlier figures are of.
    """

    machine: str
    versions: Mapping[str, str]
    lines: tuple[Line, ...]
    earlier: str | None = None

    def as_json(self) -> str:
        """Return the run as JSON text, which `read` takes."""
        return json.dumps(attrs.asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> "Run":
        """Return the run of a file."""
        found = json.loads(path.read_text(encoding="utf-8"))
        lines = (Line(**{**one, "measure": Measure(**one["measure"])}) for one in found["lines"])
        return cls(**{**found, "lines": tuple(lines)})

    def as_markdown(self) -> str:
        """Return the run as a table, under a sentence about the machine."""
        libraries = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        return f"{self.machine}; {libraries}.\n\n{self.table(self.lines)}\n"

    def table(self, lines: Iterable[Line]) -> str:
        """Return some of the figures as a table of Markdown, with their units beside the work."""
        shown = [*lines]
        limited = any(line.measure.at_most is not None for line in shown)
        heads = ["work", *([self.earlier] if self.earlier else []), "now", *["at most"] * limited]
        rows = [heads, [":--", *("--:" for _ in heads[1:])]]
        for line in shown:
            one = line.measure
            unit = "" if one.unit == "times" else f" ({one.unit})"
            values = [*([line.before] if self.earlier else []), one.value, *[one.at_most] * limited]
            rows.append([one.work + unit, *map(_number, values)])
        return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _figure(value: float, unit: str) -> str:
    return _number(value) if unit == "times" else f"{_number(value)} {unit}"


def machine() -> str:
    """Return the processor, the memory and the system in words."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    processor = next(models, platform.machine())
    python = f"{sys.implementation.name} {platform.python_version()}"
    return f"{os.cpu_count()} cores of {processor}, {memory:.0f} GiB, {platform.system()}, {python}"


def versions() -> dict[str, str]:
    """Return the version of each library that benchmarks compare, if it is installed."""
    found: dict[str, str] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def slips(now: Run, stored: Run, tolerance: float) -> Iterator[str]:
    """Yield a sentence for each figure that is worse than in a stored run, or is not there.

    A larger figure is the worse one. Times are compared on one machine, and all
    else between any two.
    """
    same = now.machine == stored.machine
    found = {line.measure.work: line.measure for line in now.lines}
    for line in stored.lines:
        then, one = line.measure, found.get(line.measure.work)
        if one is None:
            yield f"{then.work}: not measured; it was {_figure(then.value, then.unit)}"
        elif (same or not _is_time(then.unit)) and one.value > then.value * tolerance:
            was, is_now = _figure(then.value, then.unit), _figure(one.value, one.unit)
            yield f"{then.work}: {is_now}, which was {was}"


def _is_time(unit: str) -> bool:
    return unit.partition(" ")[0] in ("s", "ms", "µs", "ns")


def over(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a sentence for each figure that exceeds what has been decided."""
    for line in lines:
        one = line.measure
        if one.at_most is not None and one.value > one.at_most:
            most = _figure(one.at_most, one.unit)
            yield f"{one.work}: {_figure(one.value, one.unit)}, and at most {most} was decided"
