"""Let processes write and read one file or folder at once: `python tests/fuzz/races.py`.

Each writer writes two generations in turn, and each reader reads until the
writers are done. No writing and no reading may fail, each reading is one of
the two generations, and nothing is left behind.
"""

import argparse
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from writing import FOLDERS, FUNCTIONS, Writer, held, quick_folder


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the parent learns of it by the status
        traceback.print_exc()
        os._exit(1)


def race(writer: Writer, base: Path, writers: int, readers: int, writes: int) -> tuple[int, int]:
    """Return how many processes failed, and how often a whole generation was read."""
    base.mkdir()
    whole = set[bytes]()
    for number in (1, 0):
        writer.write(number, base / writer.name)
        whole.add(held(base / writer.name))
    names = set(base.rglob("*"))
    ended, end = os.pipe()  # readers find its end when all writers have ended
    told, tell = os.pipe()

    def read() -> None:
        os.close(end)
        os.set_blocking(ended, False)
        count = 0
        while True:
            assert held(base / writer.name) in whole, "a mixture"
            count += 1
            try:
                if not os.read(ended, 1):
                    break
            except BlockingIOError:
                continue
        os.write(tell, f"{count}\n".encode())

    def write() -> None:
        for number in range(writes):
            writer.write(number % 2, base / writer.name)

    children = [_fork(write) for _ in range(writers)] + [_fork(read) for _ in range(readers)]
    os.close(end)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    os.close(ended)
    os.close(tell)
    with open(told) as lines:  # noqa: PTH123
        count = sum(map(int, lines))
    left = set(base.rglob("*")) ^ names
    if left:
        print("left behind:", *left)  # noqa: T201
    return failed + bool(left), count


def main() -> int:
    """Let all functions race, print what was counted, and return 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--writes", type=int, default=10, help="how often each writer writes")
    parser.add_argument("--only", nargs="*", default=(), help="the names of what is written")
    args = parser.parse_args()
    base = Path(tempfile.mkdtemp(dir=quick_folder()))
    raced = [one for one in (*FUNCTIONS, *FOLDERS) if one.name in args.only or not args.only]
    counts = [
        race(writer, base / str(number), args.writers, args.readers, args.writes)
        for number, writer in enumerate(raced)
    ]
    shutil.rmtree(base)
    failed, read = map(sum, zip(*counts, strict=True))
    written = len(raced) * args.writers * args.writes
    print(f"{written} writings and {read} readings of {len(raced)} writers; {failed} failed")  # noqa: T201
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
