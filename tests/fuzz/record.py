"""The counts of a run, kept in a file while it goes on."""

import datetime
import json
import os
import platform
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import attrs

from fuzz.engine import Tally

__all__ = ["Record", "checked_out"]

_ROOT = Path(__file__).parents[2]
_HEAD = ("reader", "engine", "executions", "accepted", "refused", "findings", "seconds")


@attrs.define
class Record:
    """What became of all readers.

    Attributes:
        path: The file, or `None`.
        about: When it began, of which commits, with which Python and seed.
        tallies: The counts by reader and engine.
    """

    path: Path | None
    about: dict[str, Any]
    tallies: dict[tuple[str, str], Tally] = attrs.field(factory=dict)
    _dead: dict[tuple[str, str], int] = attrs.field(factory=dict)

    @classmethod
    def begin(cls, path: Path | None, seed: int, *, resume: bool) -> "Record":
        """Return an empty record, or one that goes on from its file."""
        about: dict[str, Any] = {
            "began": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
            "commits": [checked_out()],
            "python": platform.python_version(),
            "seed": seed,
        }
        record = cls(path, about)
        if resume and path is not None and path.is_file():
            known = json.loads(path.read_text("utf-8"))
            commits = [*known["about"]["commits"], *about["commits"]]
            record.about = {**about, **known["about"], "commits": [*dict.fromkeys(commits)]}
            for one in known["readers"]:
                name, engine = one.pop("reader"), one.pop("engine")
                record.tallies[name, engine] = Tally(**one)
        return record

    def tally(self, reader: str, engine: str) -> Tally:
        """Return the counts of a reader so far."""
        return self.tallies.get((reader, engine), Tally())

    def put(self, reader: str, engine: str, tally: Tally) -> None:
        """Take the counts of a reader, and write the file."""
        self.tallies[reader, engine] = tally
        self.write()

    def died(self, reader: str, engine: str, status: int) -> None:
        """Count a process that ended before it was done as a finding."""
        tally = self.tallies.setdefault((reader, engine), Tally())
        kind = f"the process died with status {status}"
        tally.findings[kind] = tally.findings.get(kind, 0) + 1
        self.write()

    @property
    def has_findings(self) -> bool:
        """Whether anything was found."""
        return any(tally.findings for tally in self.tallies.values())

    def write(self) -> None:
        """Write the file, as a whole or not at all."""
        if self.path is None:
            return
        readers = [
            {"reader": reader, "engine": engine, **attrs.asdict(tally)}
            for (reader, engine), tally in self.tallies.items()
        ]
        for one in readers:
            one["seconds"] = round(one["seconds"], 1)
        total = sum(one["executions"] for one in readers)
        known = {"about": self.about, "executions": total, "readers": readers}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=self.path.parent, delete=False, encoding="utf-8"
        ) as file:
            file.write(json.dumps(known, indent=1) + "\n")
        os.replace(file.name, self.path)  # noqa: PTH105 - both are paths of one folder
        self.path.chmod(0o644)

    def table(self) -> str:
        """Return the counts as lines."""
        rows: list[tuple[str, ...]] = [_HEAD]
        for (reader, engine), tally in self.tallies.items():
            counts = (tally.executions, tally.accepted, tally.refused, len(tally.findings))
            rows.append((reader, engine, *(f"{n:,}" for n in counts), f"{tally.seconds:,.1f}"))
        every = self.tallies.values()
        sums = [
            sum(getattr(t, name) for t in every) for name in ("executions", "accepted", "refused")
        ]
        found = sum(len(tally.findings) for tally in every)
        took = sum(tally.seconds for tally in every)
        rows.append(("all", "", *(f"{n:,}" for n in (*sums, found)), f"{took:,.1f}"))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if at < 2 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        )


def checked_out() -> str:
    """Return the commit that is checked out, or an empty string outside of a repository."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607 - the git of this machine
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()
