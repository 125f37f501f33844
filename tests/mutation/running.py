"""The command: it tries mutants of some rooms, and prints what survived and a table."""

import argparse
import json
import os
import random
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import attrs

from fuzz.record import checked_out
from mutation.choosing import Mutant, choose, list_places
from mutation.rooms import ROOMS, Room
from mutation.workshop import Tests, Workshop

__all__ = ["main"]

_EXPLAINED = Path(__file__).with_name("equivalent.toml")
_COLUMNS = [
    "room",
    "mutants",
    "places",
    "tried",
    "killed",
    "timed_out",
    "survived",
    "explained",
    "share",
]


@attrs.frozen
class Tried:
    """What became of the mutants of a room.

    Attributes:
        room: The name of the room.
        mutants: How many mutants there are in all.
        places: At how many places.
        fates: Each mutant that was tried, and what became of it.
        seconds: How long that took.
    """

    room: str
    mutants: int
    places: int
    fates: tuple[tuple[Mutant, str], ...]
    seconds: float

    @property
    def counts(self) -> Counter[str]:
        """The number of mutants by what became of them."""
        return Counter(fate for _, fate in self.fates)

    @property
    def share(self) -> float:
        """The share that tests noticed, of those that they could notice."""
        counts = self.counts
        tried = len(self.fates) - counts["explained"]
        return (counts["killed"] + counts["timed out"]) / tried if tried else 1.0

    @property
    def row(self) -> list[str]:
        """The cells of its row in the table."""
        counts = self.counts
        fates = [counts[f] for f in ("killed", "timed out", "survived", "explained")]
        cells = (self.room, self.mutants, self.places, len(self.fates), *fates)
        return [*map(str, cells), f"{self.share:.1%}"]


def main(words: Sequence[str] | None = None) -> int:
    """Return 1 if a room falls short, 2 if an explanation is out of date, otherwise 0."""
    asked = _read(words)
    tried: list[Tried] = []
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tipdata-mutation-")))
        shops = [stack.enter_context(Workshop(work / f"workshop-{n}")) for n in range(asked.jobs)]
        for name in asked.room or ROOMS:
            tried.append(_try_room(ROOMS[name], shops, asked))
            _show(tried[-1])
            _keep(tried[-1], asked)
    print("\n" + _draw([one.row for one in tried]))
    stale = list(_find_stale(asked.room or list(ROOMS)))
    for path, diff in stale:
        print(f"No mutant of {path} is like this explanation:", *diff, sep="\n    ")
    return 1 if any(one.share < asked.least / 100 for one in tried) else 2 if stale else 0


def _read(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/mutation", description=__doc__)
    parser.add_argument("--room", action="append", choices=list(ROOMS), help="all by default")
    parser.add_argument("--sample", type=int, help="places a room, each with one mutant")
    parser.add_argument("--seed", type=int, default=1, help="decides the sample")
    parser.add_argument("--least", type=float, default=90, help="per cent that must be killed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the counts as JSON")
    parser.add_argument("--only", default="", help="a part of the path of a module")
    return parser.parse_args(words)


def _try_room(room: Room, shops: list[Workshop], asked: argparse.Namespace) -> Tried:
    started, source = time.monotonic(), shops[0].copy / "src"
    files = [f for f in room.list_files(source / "tipdata") if asked.only in str(f)]
    places = [place for path in files for place in list_places(path)]
    every = sum(len(place.ways) for place in places)
    chance = random.Random(f"{asked.seed} {room.name}")  # noqa: S311 - it must repeat
    mutants = list(choose(places, source.parent, asked.sample, chance))
    fates = _run_all(mutants, room, shops)
    explained = _read_explanations()
    final = [
        (m, "explained" if fate == "survived" and (m.path, m.diff) in explained else fate)
        for m, fate in zip(mutants, fates, strict=True)
    ]
    return Tried(room.name, every, len(places), tuple(final), time.monotonic() - started)


def _run_all(mutants: Sequence[Mutant], room: Room, shops: Sequence[Workshop]) -> list[str]:
    """Return the fate of each mutant, in order."""
    tests = Tests.record(room, shops[0])
    shops[0].check(tests)
    fates = [""] * len(mutants)
    waiting, lock = iter(enumerate(mutants)), threading.Lock()

    def work(shop: Workshop) -> None:
        while True:
            with lock:
                number, mutant = next(waiting, (0, None))
            if mutant is None:
                return
            fates[number] = shop.run(mutant, tests)
            if fates[number] == "survived":
                print(
                    f"... {mutant.path}:{mutant.lines[0]}", *mutant.diff, sep="\n    ", flush=True
                )

    with ThreadPoolExecutor(len(shops)) as pool:
        list(pool.map(work, shops))
    return fates


def _read_explanations() -> set[tuple[str, tuple[str, ...]]]:
    """Return what is known to change nothing, by module and difference."""
    if not _EXPLAINED.exists():
        return set()
    found = tomllib.loads(_EXPLAINED.read_text(encoding="utf-8"))
    return {(one["path"], tuple(one["diff"])) for one in found.get("mutant", ())}


def _find_stale(rooms: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each explanation of these rooms that no mutant has any more."""
    root = _EXPLAINED.parents[2]
    files = {
        path.relative_to(root).as_posix(): path
        for name in rooms
        for path in ROOMS[name].list_files(root / "src" / "tipdata")
    }
    for path, diff in sorted(_read_explanations()):
        if path in files and diff not in _make_like(files[path], diff, root):
            yield path, diff


def _make_like(path: Path, diff: tuple[str, ...], root: Path) -> set[tuple[str, ...]]:
    """Return the differences of the mutants that change a line which an explanation changes."""
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = {n for n, line in enumerate(lines, 1) if f"- {' '.join(line.split())}" in diff}
    near = (p for p in list_places(path) if changed & {*range(p.lines[0], p.lines[1] + 1)})
    return {mutant.diff for place in near for mutant in place.make_all(root)}


def _show(tried: Tried) -> None:
    print(f"{tried.room}: {len(tried.fates)} mutants in {tried.seconds:.0f} s", flush=True)
    for mutant, fate in tried.fates:
        if fate in ("survived", "explained"):
            print(f"\n{fate}: {mutant.path}:{mutant.lines[0]} ({mutant.family})")
            print(*(f"    {line}" for line in mutant.diff), sep="\n", flush=True)


def _keep(tried: Tried, asked: argparse.Namespace) -> None:
    """Put the row of a room into the record, in the place of an older one."""
    if asked.record is None:
        return
    kept = json.loads(asked.record.read_text("utf-8")) if asked.record.is_file() else {}
    kept[tried.room] = {
        "sample": asked.sample,
        "seed": asked.seed,
        "commit": checked_out(),
        "row": tried.row,
    }
    asked.record.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _draw(rows: Sequence[Sequence[str]]) -> str:
    rows = [_COLUMNS, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
