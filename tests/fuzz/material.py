"""What the harnesses damage: small sound documents, made once in each process."""

import functools
import json
from collections.abc import Iterable
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import tipdata
from mutants import changed
from tipdata import Dataset, FormatError
from tipdata.dataset.kinds import KINDS, PLURALS, kind_of
from tipdata.formats import json as documents
from tipdata.formats import to_plain
from tipdata.testing import datasets, records

__all__ = ["JSON", "document", "plains", "small_datasets"]

_SETS, _RECORDS = 30, 120
_SMALL = 4

JSON: tuple[bytes, ...] = (
    *(b"null", b"true", b"false", b"0", b"-0", b"1", b"1.0", b"1.5", b"1e3", b"1e400", b"-1e400"),
    *(
        b"9223372036854775807",
        b"9223372036854775808",
        b"-9223372036854775809",
        b"NaN",
        b"-Infinity",
    ),
    *(b"1" * 5_000, b"-" + b"1" * 5_000, b"1." + b"1" * 400, b"01", b"+1", b".5", b"1_0", b"0x1"),
    *(b"[" * 2_000, b'{"a":' * 2_000, b"[" * 995 + b"]" * 995, b'{"a":' * 990 + b"1" + b"}" * 990),
    *(b'{"a":1,"a":2}', b'{"a":' + b"[" * 600 + b"]" * 600 + b',"a":1}', b"[]", b"{}", b"[[]]"),
    *(
        b'""',
        b'" "',
        b'"\\ud800"',
        b'"\\udfff\\ud800"',
        b'"\\u0000"',
        b'"\\u001b[31m"',
        b'"\\u202ex"',
    ),
    *(b'"\\u2028"', b'"\\x"', b'"\\u12"', b'"' + b"x" * 20_000 + b'"', b'"a', b'"\xff"', b'"\t"'),
    *(b",", b":", b"]", b"}", b'"a":1,', b'"id":"b",', b'"type":"header",', b'"schema_version":1,'),
    *(
        b'"schema_version":3,',
        b'"schema_version":2.0,',
        b'"data_version":1,',
        b'"schema":"Person",',
    ),
    *(b'"@context":1,', b'"memberships":[],', b'"type":"person"', b'"Tier 2"', b'"2WL"', b'"KAZ"'),
    *(b'"2021-02-30"', b'"2021-07"', b'"2021/.."', b'"../.."', b'"\\u0662\\u0660\\u0662\\u0661"'),
)
"""Pieces of JSON, sound and broken, that replace others."""


def _collect(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


@functools.cache
def small_datasets() -> tuple[Dataset, ...]:
    """Return sound datasets of a few records."""
    story = tipdata.load("central-asia-2021")
    found = [one for one in _collect(datasets(), _SETS) if len(one) <= 2 * _SMALL]
    return (*found, *(Dataset.from_records([record]) for record in story))


@functools.cache
def plains() -> tuple[tuple[str, str], ...]:
    """Return single records that a document may hold, each with its kind, as JSON."""
    found = _collect(records(), _RECORDS)
    alone = (Dataset.from_records([record]) for record in _sound(found))
    pool = [record for one in (*small_datasets(), *alone) for record in one]
    return tuple(
        dict.fromkeys((str(kind_of(type(one))), json.dumps(to_plain(one))) for one in pool)
    )


def _sound(found: Iterable[Any]) -> Iterable[Any]:
    """Yield the records whose countries are known, which few drawn at random are."""
    for record in found:
        try:
            documents.loads(documents.dumps(Dataset.from_records([record])))
        except FormatError:
            continue
        yield record


@functools.cache
def by_kind() -> dict[str, list[str]]:
    """Return the same by kind, so that each is chosen as often."""
    return {kind: [text for one, text in plains() if one == kind] for kind in KINDS}


def a_record(chance: Random) -> tuple[str, dict[str, Any]]:
    """Return the plain data of a sound record, which is the caller's, and its kind."""
    kind = chance.choice(KINDS)
    plain: dict[str, Any] = json.loads(chance.choice(by_kind()[kind]))
    return kind, plain


def document(chance: Random) -> dict[str, Any]:
    """Return a document of a few records, in which something may be changed."""
    found: dict[str, Any] = {"schema_version": chance.choice((2, 2, 2, 2, 1))}
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        kind, plain = a_record(chance)
        found.setdefault(PLURALS[kind], []).append(plain)  # type: ignore[index]
    if chance.random() < 0.6:
        changed(found, chance)
    return found
