"""Harnesses of the readers of text: JSON, JSON Lines, Popolo, FollowTheMoney and plain data."""

import functools
import io
import json as plain_json
import math
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import attrs
import jsonschema

import tipdata
from fuzz.damage import text_damaged
from fuzz.harness import Harness, expect
from fuzz.material import JSON, a_record, document, small_datasets
from fuzz.oracles import attempt, only_refuses
from mutants import changed
from tipdata import Dataset, FormatError, PartialDate, Tier
from tipdata.dataset.kinds import CLASSES, KINDS, PLURALS
from tipdata.errors import TipdataError
from tipdata.formats import followthemoney, from_plain, json, jsonl, popolo, schema, to_plain

__all__ = ["HARNESSES", "same_outcome"]

SPARSE = 16
RARE = 256
_STARTS = (b"", b"", b"", b"", b"", b"", b"", b"\xef\xbb\xbf", b" \n", b"\n\n")


def _shuffled(document: dict[str, Any], chance: Random) -> dict[str, Any]:
    items = [*document.items()]
    chance.shuffle(items)
    return dict(items)


def _written(document: object, chance: Random) -> bytes:
    """Return a document as JSON in one of the ways in which people write it."""
    if isinstance(document, dict) and chance.random() < 0.3:
        document = _shuffled(document, chance)
    indent = chance.choice((None, None, None, 1))
    return plain_json.dumps(document, indent=indent, ensure_ascii=chance.random() < 0.8).encode(
        "utf-8", "surrogatepass"
    )


def _json_damage(data: bytes, chance: Random) -> bytes:
    return text_damaged(data, chance, JSON)


def _made(write: Callable[[Random], bytes]) -> Callable[[Random], bytes]:
    """Return what makes an input: in most cases with damage to its text too."""

    def make(chance: Random) -> bytes:
        data = write(chance)
        return _json_damage(data, chance) if chance.random() < 0.5 else data

    return make


def same_outcome(oracle: str, first: Callable[[], Any], second: Callable[[], Any]) -> None:
    """Let two ways to read the same come to the same value, or to the same problems."""
    (one, why), (other, why_other) = attempt(first), attempt(second)
    expect(oracle, (one, why) == (other, why_other), why, why_other)


# JSON


@functools.cache
def _schema() -> Callable[[object], bool]:
    """Return what tells whether the schema accepts a document, 50 times faster where it can."""
    try:
        import jsonschema_rs  # noqa: PLC0415 - no test needs it
    except ImportError:
        return jsonschema.Draft202012Validator(schema.document()).is_valid
    is_valid: Callable[[object], bool] = jsonschema_rs.Draft202012Validator(
        schema.document()
    ).is_valid
    return is_valid


def _is_quick() -> bool:
    return not isinstance(getattr(_schema(), "__self__", None), jsonschema.Draft202012Validator)


class _NotPlainError(ValueError):
    """The document is not one that every reader of JSON reads alike."""


class _RepeatedError(ValueError):
    """An object has a key twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedError
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    # A float that is not what was written is another value to the library's reader.
    if not math.isfinite(number) or (number.is_integer() and Decimal(digits) != Decimal(number)):
        raise _NotPlainError
    return number


def _refuse_constant(name: str) -> Any:
    raise _NotPlainError(name)


def _parsed(data: bytes) -> Any:
    """Return what any reader of JSON makes of some bytes; `...` if they do not agree.

    A duplicate key is `_RepeatedError`.
    """
    try:
        text = data.decode("utf-8-sig")
        if len(text) > 20_000 or "\\ud" in text.lower():
            return ...
        return plain_json.loads(
            text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse_constant
        )
    except _RepeatedError:
        return _RepeatedError
    except (ValueError, ArithmeticError, RecursionError):
        return ...


def _is_beyond(error: FormatError) -> bool:
    """Tell whether all problems are ones that no schema can tell; see `schema.BEYOND`."""
    return bool(error.omitted) or all(
        one.code in schema.BEYOND
        or one.code == "too-deep"
        or (one.code == "invalid-value" and ".hashtags[" in one.path)
        for one in error.problems
    )


def _run_json(data: bytes, nth: int) -> bool:
    found, error = attempt(lambda: json.loads(data), placed=True)
    if _is_quick() or nth % SPARSE == 0:
        _agree_with_schema(data, error)
    if nth % SPARSE == 0:
        same_outcome("reading is deterministic", lambda: json.loads(data), lambda: json.loads(data))
        _order_does_not_matter(data, error)
        only_refuses(functools.partial(json.loads, data), found, nth // SPARSE)
    if found is None:
        return False
    if nth % 4 == 0:
        text = json.dumps(found)
        expect("what is written is read back equal", json.loads(text) == found, text)
    if nth % SPARSE == 0:
        tipdata.check(found)
        lines = jsonl.dumps(found)
        expect("JSON Lines read back equal", jsonl.loads(lines) == found, lines)
        expect("plain data read back equal", from_plain(Dataset, to_plain(found)) == found)
    return True


def _agree_with_schema(data: bytes, error: TipdataError | None) -> None:
    document = _parsed(data)
    if document is ...:
        return
    if document is _RepeatedError:
        expect("a duplicate key is refused", error is not None, data)
        return
    try:
        is_valid = _schema()(document)
    except ValueError:  # not every value can be handed over
        return
    if error is None:
        expect("the schema accepts what the reader accepts", is_valid, data)
    elif isinstance(error, FormatError):
        agreed = not is_valid or _is_beyond(error)
        expect("the schema refuses what the reader refuses", agreed, data, str(error))


def _order_does_not_matter(data: bytes, error: TipdataError | None) -> None:
    document = _parsed(data)
    if not isinstance(document, dict):
        return
    version = document.get("schema_version")
    if version not in (1, 2) or isinstance(version, bool):
        return  # what follows it is not read
    try:
        turned = _turned(document)
    except RecursionError:
        return
    _, again = attempt(lambda: json.loads("\ufeff" + plain_json.dumps(turned, indent=2)))
    expect("neither order nor space matters", _faults(error) == _faults(again), error, again)


def _turned(value: Any) -> Any:
    """Return a value with the keys of its objects in the opposite order."""
    if isinstance(value, dict):
        return {key: _turned(one) for key, one in reversed(value.items())}
    return [_turned(one) for one in value] if isinstance(value, list) else value


def _faults(error: TipdataError | None, *, placed: bool = True) -> Counter[tuple[str, str]]:
    """Return the problems that do not depend on the order in which things are read."""
    problems = error.problems if isinstance(error, FormatError) else ()
    if any(one.code == "wrong-format" for one in problems):
        return Counter({("wrong-format", ""): 1})
    return Counter((one.code, one.path if placed else "") for one in problems)


# JSON Lines


def _lines(chance: Random) -> bytes:
    lines: list[bytes] = []
    if chance.random() < 0.8:
        head = {"type": "header", "schema_version": chance.choice((2, 2, 2, 1))}
        lines.append(_written(changed(head, chance) if chance.random() < 0.2 else head, chance))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3))):
        kind, plain = a_record(chance)
        record = {"type": kind, **plain}
        if chance.random() < 0.5:
            changed(record, chance)
        lines.append(_written(record, chance).replace(b"\n", b" "))
    return chance.choice(_STARTS) + b"\n".join(lines) + b"\n" * chance.randrange(2)


def _iterated(data: bytes) -> tuple[list[Any], TipdataError | None]:
    """Return the records that a stream yields, and the error at its end."""
    found: list[Any] = []

    def read() -> None:
        found.extend([])
        for record in jsonl.iterate(io.BytesIO(data)):
            found.append(record)  # noqa: PERF402 - an error at the end loses a whole list

    return found, attempt(read, placed=True)[1]


def _run_lines(data: bytes, nth: int) -> bool:
    found, error = attempt(lambda: jsonl.loads(data), placed=True)
    if nth % 2 == 0:
        yielded, why = _iterated(data)
        if found is not None:
            expect("a stream yields what a set holds", why is None, why)
            expect("a stream yields what a set holds", Dataset.from_records(yielded) == found)
        elif isinstance(why, FormatError) and not why.omitted:
            # A set also says what records have to do with each other.
            more = _faults(error, placed=False) - _faults(why, placed=False)
            less = _faults(why, placed=False) - _faults(error, placed=False)
            expect("a set finds what a stream finds", not less, str(error), str(why))
            between = {"duplicate-id", "duplicate-placement", "unknown-country", "contradiction"}
            expect("a stream finds what a set finds", {c for c, _ in more} <= between, more)
    if nth % SPARSE == 0:
        again = attempt(lambda: jsonl.loads(data))[1]
        expect("reading is deterministic", again == error, error, again)
        _lines_are_independent(data)
        only_refuses(functools.partial(jsonl.loads, data), found, nth // SPARSE)
    if found is None:
        return False
    if nth % 4 == 0:
        text = jsonl.dumps(found)
        expect("what is written is read back equal", jsonl.loads(text) == found, text)
        blank = b"\n \n" + data.removeprefix(b"\xef\xbb\xbf").replace(b"\n", b"\r\n\n")
        expect("blank lines do not matter", jsonl.loads(blank) == found)
    return True


def _lines_are_independent(data: bytes) -> None:
    """Let a broken line in the middle leave the records of the others as they are."""
    found, error = _iterated(data)
    codes = {one.code for one in error.problems} if isinstance(error, FormatError) else set()
    lines = data.split(b"\n")
    if len(lines) < 2 or codes & {"wrong-format", "not-utf-8", "unsupported-version"}:
        return
    if not lines[0].strip() or b"\r" in data:
        return
    choices = (b'{"a"', b"[[[[", b"5", b"}", b'{"type": "person"}', *JSON)
    broken = choices[zlib.crc32(data) % len(choices)]
    if b"\n" in broken or b"\xff" in broken or b"header" in broken:
        return
    after = _iterated(b"\n".join([lines[0], broken, *lines[1:]]))[0]
    expect("a broken line hides no other", after == found, broken, len(found), len(after))


# Popolo and FollowTheMoney


@functools.cache
def _texts(write: Callable[[Dataset], Any]) -> list[str]:
    return [write(dataset).text for dataset in small_datasets()]


def _popolo(chance: Random) -> bytes:
    document = plain_json.loads(chance.choice(_texts(popolo.dumps)))
    return _written(changed(document, chance) if chance.random() < 0.6 else document, chance)


def _entities(chance: Random) -> bytes:
    lines = [*map(plain_json.loads, chance.choice(_texts(followthemoney.dumps)).splitlines())]
    if lines and chance.random() < 0.6:
        changed(chance.choice(lines), chance)
    if chance.random() < 0.2:
        chance.shuffle(lines)
    return b"\n".join(_written(line, chance).replace(b"\n", b" ") for line in lines)


def _run_standard(module: Any, data: bytes, nth: int) -> bool:
    found, error = attempt(lambda: module.loads(data), placed=True)
    if nth % SPARSE == 0:
        again = attempt(lambda: module.loads(data))[1]
        expect("reading is deterministic", again == error, error, again)
        only_refuses(functools.partial(module.loads, data), found, nth // SPARSE)
    if found is None:
        return False
    expect("what is left out is printable", all(str(one).isprintable() for one in found.left.items))
    if nth % 4 == 0:
        text = json.dumps(found.dataset)
        expect("what is read can be written", json.loads(text) == found.dataset, text)
        written = module.dumps(found.dataset).text
        again = module.loads(written).dataset
        expect("writing again is the same", module.dumps(again).text == written, written)
    return True


# Plain data

_ODD: dict[str, object] = {
    "@bytes": b"Ann",
    "@nan": math.nan,
    "@infinity": math.inf,
    "@huge": 10**5_000,
    "@tuple": ("KAZ",),
    "@set": {"KAZ"},
    "@tier": Tier.TIER_2,
    "@date": PartialDate(2021, 7),
    "@object": object(),
    "@iterator": iter(()),
    "@complex": 1j,
    "@class": int,
    "@keys": {1: 2, None: 3, ("a",): 4},
    "@surrogate": "\ud800",
    "@control": "\x1b[31m\x07",
    "@ellipsis": ...,
    "@circle": [],
}
_ODD["@circle"].append(_ODD["@circle"])  # type: ignore[attr-defined]
_KINDS_READ: tuple[Any, ...] = (*KINDS, *CLASSES.values(), Dataset, Tier, PartialDate)


def _plain_pieces() -> Iterator[bytes]:
    yield from (f'"{name}"'.encode() for name in _ODD)
    yield from (piece for piece in JSON if len(piece) < 100)


_PIECES = (*_plain_pieces(),)


def _plain(chance: Random) -> bytes:
    kind, plain = a_record(chance)
    if chance.random() < 0.6:
        changed(plain, chance)
    text = plain_json.dumps(plain).encode()
    if chance.random() < 0.5:
        text = text_damaged(text, chance, _PIECES)
    number = KINDS.index(kind) if chance.random() < 0.9 else chance.randrange(256)
    return bytes((number,)) + text


def _plain_damage(data: bytes, chance: Random) -> bytes:
    return data[:1] + text_damaged(data[1:], chance, _PIECES)


def _with_odd(value: Any) -> Any:
    """Return plain data in which some strings have become what JSON does not have."""
    if isinstance(value, dict):
        return {key: _with_odd(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_odd(one) for one in value]
    return _ODD.get(value, value) if isinstance(value, str) else value


def _run_plain(data: bytes, nth: int) -> bool:
    try:
        given = _with_odd(plain_json.loads(data[1:].decode("utf-8", "surrogatepass")))
    except (ValueError, RecursionError):
        given = data[1:].decode("utf-8", "replace")
    kind: Any = _KINDS_READ[data[0] % len(_KINDS_READ)] if data else "person"
    found, error = attempt(lambda: from_plain(kind, given))
    if nth % SPARSE == 0:
        again = attempt(lambda: from_plain(kind, given))[1]
        expect("reading is deterministic", again == error, error, again)
        if isinstance(kind, str):
            _agree_with_document(kind, given, error)
    if found is None:
        return False
    if nth % 4 == 0:
        expect("plain data read back equal", from_plain(kind, to_plain(found)) == found, found)
        if attrs.has(type(found)):
            expect("a repr is one line", "\n" not in repr(found), repr(found))
    return True


def _agree_with_document(kind: Any, given: Any, error: TipdataError | None) -> None:
    """Let a record be read as it is in a document, but for countries that are not known."""
    try:
        text = plain_json.dumps({"schema_version": 2, PLURALS[kind]: [given]}, allow_nan=False)
        is_plain = plain_json.loads(text)[PLURALS[kind]] == [given]
    except (TypeError, ValueError, RecursionError):
        return
    if not is_plain:
        return
    _, why = attempt(lambda: json.loads(text))
    found = [one.code for one in why.problems] if isinstance(why, FormatError) else []
    if error is None:
        expect("a document reads what plain data says", {*found} <= {"unknown-country"}, why)
    else:
        expect("a document refuses what plain data refuses", why is not None, error)


HARNESSES = (
    Harness(
        "json",
        ("tipdata.formats.json.loads", "tipdata.check"),
        _made(lambda chance: chance.choice(_STARTS) + _written(document(chance), chance)),
        _run_json,
        _json_damage,
    ),
    Harness(
        "jsonl",
        ("tipdata.formats.jsonl.loads", "tipdata.formats.jsonl.iterate"),
        _made(_lines),
        _run_lines,
        _json_damage,
    ),
    Harness(
        "popolo",
        ("tipdata.formats.popolo.loads",),
        _made(_popolo),
        functools.partial(_run_standard, popolo),
        _json_damage,
    ),
    Harness(
        "followthemoney",
        ("tipdata.formats.followthemoney.loads",),
        _made(_entities),
        functools.partial(_run_standard, followthemoney),
        _json_damage,
    ),
    Harness("plain", ("tipdata.formats.from_plain",), _plain, _run_plain, _plain_damage),
)
