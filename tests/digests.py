"""What the library answers to sound and broken input, as digests to compare between processes."""

import contextlib
import hashlib
import io
import itertools
import json
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import tipdata
from misspellings import misspell
from tipdata import formats
from tipdata.cli import main
from tipdata.formats import schema

FILES = Path(__file__).parent / "files"
SMALL = tipdata.read(FILES / "version-2.json")
SEED = tipdata.load("central-asia-2021")
TIP = tipdata.load()
FAULTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "unknown": lambda given: given | {"zeta": 1, "alpha": 2, "nmae": 3, "Id": 4, "titel": 5},
    "missing": lambda given: dict([*given.items()][::2]),
    "null": dict.fromkeys,
    "types": lambda given: {key: _other(value) for key, value in given.items()},
}
"""What is done to each object of a document."""
ROWS = [
    *(("Kenja", 2021, "Tier 9"), ("Georgia ", 2021, "tier 2"), ("Congo", 2021, "x")),
    *(("China; Hong Kong", 2021, "Tier 2"), ("KGZ", 2021, "Tier 1"), ("KGZ", 2021, "Tier 2")),
]
ASKED = ("", "chnages", "changes 2021", "schema", "resolve Congo", "groups", "show KGZ --x")
MORE = ("outlook", "designations", "cite --style bibtex", "data changes", "groups --json")
PLOTS = ("shares", "heatmap --group eu", "timeline KAZ KGZ", "changes", "map")


def _other(value: object) -> object:
    """Return a value of another type, inside of which nothing is changed."""
    return value if isinstance(value, (dict, list)) else 1.5


def spoil(value: Any, fault: str) -> Any:
    """Return a document with a fault in each of its objects."""
    if isinstance(value, dict):
        return FAULTS[fault]({key: spoil(inner, fault) for key, inner in value.items()})
    if isinstance(value, list):
        return [spoil(inner, fault) for inner in value]
    return value


def packed(change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the small dataset as a package, each of its files changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for one in sorted((FILES / "version-2").iterdir()):
            package.writestr(one.name, change(one.name, one.read_bytes()))
        package.writestr("zeta.csv", b"x")
        package.writestr("alpha.csv", b"x")
    return data.getvalue()


def told(ask: Callable[[], object]) -> object:
    """Return what is answered, or all that an error says."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = ask()
        except tipdata.TipdataError as error:
            problems = [one.to_dict() for one in getattr(error, "problems", ())]
            found = [str(error), problems, getattr(error, "nearest", "")]
    return [
        found if isinstance(found, bytes) else repr(found),
        [str(one.message) for one in caught],
    ]


def printed(words: str) -> str:
    """Return what a command prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        return f"{main(words.split())} {out.getvalue()}"


def quick() -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked in every run, by name."""
    document = json.loads((FILES / "version-2.json").read_text(encoding="utf-8"))
    lines = (FILES / "version-2.jsonl").read_text(encoding="utf-8").splitlines()
    for fault in FAULTS:
        spoiled = json.dumps(spoil(document, fault))
        yield f"json {fault}", partial(formats.json.loads, spoiled)
        spoiled = "\n".join(json.dumps(spoil(json.loads(line), fault)) for line in lines)
        yield f"lines {fault}", partial(formats.jsonl.loads, spoiled)
    header = json.loads(lines[0]) | {"zeta": 1, "alpha": 2, "verson": 3, "data_versio": 4}
    yield "header", lambda: formats.jsonl.loads(json.dumps(header))
    broken = packed(lambda name, data: b"zz,aa,nmae,id,id\n1,2,3,4,5\n" * (name[-1] == "v") or data)
    yield "package", lambda: formats.package.loads(broken, verify=False)
    yield "checksums", lambda: formats.package.loads(packed(lambda _, data: data + b"\n"))
    texts = [one.text for one in misspell(tipdata.countries.default(), 6)[::4]]
    texts += [f"The {one}{other}" for one, other in itertools.product(ascii_uppercase, repeat=2)]
    yield "suggestions", lambda: [tipdata.countries.suggest(text, 5) for text in texts]
    yield "rows", lambda: tipdata.TierRecord.from_rows(ROWS)
    yield "keys", lambda: tipdata.TierRecord.from_rows([{"a": 1, "b": 2, "land": 3}])
    yield "check", lambda: [one.to_dict() for one in tipdata.check(SMALL).problems]
    yield "list", lambda: tipdata.read_listing("Tier 1\nKenja\nCongo\nTier 2\nKenja\nKenya\nKenya")
    yield "diff", lambda: str(SEED.diff(SMALL))
    yield "schemas", schema.shipped
    for text in ("Kenja", "Congo", "Guinea", "Untied", "Sudn", "Korea"):
        yield f"near {text}", partial(tipdata.countries.suggest, text)
        yield f"group {text}", partial(tipdata.countries.members, text)
    for words in ASKED:
        yield f"tipdata {words}", partial(printed, words)


def slow() -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked in long runs too, by name."""
    yield "workbook", lambda: formats.workbook.dumps(SEED)
    yield "descriptor", lambda: formats.package.dumps(SEED)
    for name in ("popolo", "followthemoney", "jsonld"):
        module = getattr(formats, name)
        yield name, partial(written, module)
        if name == "jsonld":
            continue
        parts = module.dumps(SMALL).text
        whole = [parts] if name == "popolo" else parts.splitlines()
        for fault in FAULTS:
            spoiled = "\n".join(json.dumps(spoil(json.loads(one), fault)) for one in whole)
            yield f"{name} {fault}", partial(left_out, module, spoiled)
    yield "page", lambda: tipdata.page.render(TIP)
    for layout in ("long", "wide"):
        for suffix in ("csv", "xlsx", "parquet", "dta"):
            yield f"{layout} {suffix}", partial(exported, suffix, layout)
    for plot in PLOTS:
        yield f"plot {plot}", partial(drawn, plot)
    for words in MORE:
        yield f"tipdata {words}", partial(printed, words)


def written(module: Any) -> tuple[str, str]:
    """Return a document in a neighbouring format, and what it leaves out."""
    found = module.dumps(SEED)
    return found.text, str(found.left)


def left_out(module: Any, text: str) -> str:
    """Return what is left out of a document in a neighbouring format."""
    return str(module.loads(text).left)


def exported(suffix: str, layout: Any) -> bytes:
    """Return a part of the record as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tiers.{suffix}"
        tipdata.export.write(path, TIP.where(group="eu"), layout=layout)
        return path.read_bytes()


def drawn(plot: str) -> bytes:
    """Return a plot as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plot.svg"
        main(["plot", *plot.split(), str(path)])
        return path.read_bytes()


def digests(*, whole: bool) -> dict[str, str]:
    """Return a digest of each answer, by name."""
    asked = [*quick(), *(slow() if whole else ())]
    return {name: hashlib.sha256(repr(told(ask)).encode()).hexdigest() for name, ask in asked}


if __name__ == "__main__":
    found = digests(whole="whole" in sys.argv)
    sys.stdout.write(json.dumps(found))
