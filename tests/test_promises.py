"""Promises that hold for the package as a whole."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, sys

def refuse(event, given):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        raise SystemExit(f"network: {event} {given}")

before = dict(os.environ), sys.getrecursionlimit(), list(sys.path), sys.excepthook, sys.displayhook
sys.addaudithook(refuse)
import locale, decimal, signal, warnings
filters, numbers = list(warnings.filters), decimal.getcontext().copy()
handlers = [signal.getsignal(one) for one in signal.valid_signals()]
language = locale.setlocale(locale.LC_ALL)

import tipdata
from tipdata import page
from tipdata.cli import main
tip = tipdata.load()
tip.where(group="eu").counts(), tip.spells(), tip.outlooks(2026), tip.evidence("KAZ", 2021)
story = tipdata.load("central-asia-2021")
tipdata.check(story)
for name in ("a.json", "a.jsonl", "a.zip", "folder"):
    tipdata.write(story, name)
    assert tipdata.read(name) == story
page.write("page.html")
assert before == (
    dict(os.environ), sys.getrecursionlimit(), list(sys.path), sys.excepthook, sys.displayhook
)
assert decimal.getcontext().prec == numbers.prec and list(warnings.filters) == filters
assert [signal.getsignal(one) for one in signal.valid_signals()] == handlers
assert locale.setlocale(locale.LC_ALL) == language
try:
    main(["changes", "2021"])
except SystemExit as stopped:
    assert not stopped.code, stopped.code
"""


def test_no_network_and_no_global_switches(tmp_path: Path) -> None:
    """Nothing opens a socket, or changes what belongs to the process."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("2021 against 2020")
