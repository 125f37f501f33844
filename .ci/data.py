"""Keep the packaged data in order, from the environment that the package is installed in.

python .ci/data.py grade            recompute what assessments.tsv says of the evidence
python .ci/data.py fold             recompute folded_names.tsv, after a change of a name
python .ci/data.py keep 2025.1 REF  write what that version, at a commit, had otherwise
python .ci/data.py sums             rewrite SHA256SUMS
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tipdata.countries import default
from tipdata.countries._index import index_names
from tipdata.data import _versions as versions
from tipdata.data import data_version, read_table
from tipdata.loading._tables import read_background
from tipdata.tierrecord.grading import grade_claims

FOLDER = Path("src/tipdata/data")


def write(name: str, lines: Iterable[Sequence[str]]) -> None:
    """Write the lines of a table, its header first."""
    text = "".join("\t".join(line) + "\n" for line in lines)
    (FOLDER / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")


def newest(name: str) -> versions.Table:
    """Return a table of the newest version."""
    return {key: dict(row) for key, row in read_table(name, data_version()).items()}


def grade() -> None:
    """Recompute level, families and sources of every placement from the claims."""
    known = read_background(data_version())
    table = newest("assessments")
    for row in table.values():
        claims = known.claims.get((row["country"], int(row["year"])), ())
        cited = [known.source_by_id[claim.source] for claim in claims]
        found = grade_claims(row["tier"], claims, cited)
        row["evidence"], row["families"] = found.evidence, str(found.families)
        row["sources"], row["disputed_by"] = " ".join(found.sources), " ".join(found.disputed_by)
    columns = list(next(iter(table.values())))
    write("assessments", [columns, *(list(row.values()) for row in table.values())])


def fold() -> None:
    """Recompute the folded forms of the names of countries."""
    names = ((country.alpha_3, country.spellings) for country in default().countries)
    by_form = index_names({}, names).by_form
    lines = [(form, " ".join(sorted(codes))) for form, codes in sorted(by_form.items())]
    write("folded_names", [("form", "countries"), *lines])


def git(*words: str) -> str:
    """Return what git prints; a command that fails ends the run."""
    command = ["git", *words]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode:
        sys.exit(run.stderr.strip())
    return run.stdout


def table_at(commit: str, name: str) -> versions.Table:
    """Return a table as a commit has it, empty if it has none."""
    suffix = "jsonl" if name == "central-asia-2021" else "tsv"
    path = (FOLDER / f"{name}.{suffix}").as_posix()
    if not git("ls-tree", "--name-only", commit, path):
        return {}
    lines = git("show", f"{commit}:{path}").split("\n")[:-1]
    if suffix == "jsonl":
        kinds = ((json.loads(line), line) for line in lines)
        found = [{"type": row["type"], "id": row["id"], "record": line} for row, line in kinds]
    else:
        columns = lines[0].split("\t")
        found = [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]
    return {" ".join(row[column] for column in versions.KEYS[name]): row for row in found}


def keep(version: str, commit: str) -> None:
    """Write the differences of a version, whose tables a commit has."""
    lines: list[tuple[str, ...]] = [("table", "key", "column", "value")]
    for name in versions.KEYS:
        found = versions.find_differences(newest(name), table_at(commit, name))
        lines += [(name, *line) for line in found]
    write(version, lines)


def sums() -> None:
    """Rewrite the checksums."""
    paths = [path for path in FOLDER.rglob("*") if path.suffix in {".tsv", ".jsonl"}]
    names = [path.relative_to(FOLDER).as_posix() for path in paths]
    lines = [
        f"{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted([*names, "VERSION"])
    ]
    (FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["grade"]:
            grade()
        case ["fold"]:
            fold()
        case ["keep", version, commit]:
            keep(version, commit)
        case ["sums"]:
            sums()
        case _:
            sys.exit(__doc__)
