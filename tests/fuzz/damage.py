"""Damage to bytes, to text and to archives; every function leaves its input as it is."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

__all__ = ["Members", "bytes_damaged", "packed", "text_damaged", "unpacked", "zip_damaged"]

Members = dict[str, bytes]
"""The files of an archive by their names."""

_SCALAR = re.compile(rb'"(?:[^"\\\n]|\\.)*"|-?[0-9][0-9.eE+-]*|\b(?:true|false|null)\b')
_CODECS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig")
_ANYWHERE: tuple[bytes, ...] = (
    *(
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xc3",
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"\t",
    ),
    *(
        b"\x1b[31m",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xe2\x80\xae",
        b"\x0c",
        b"\x1c",
        b"'",
        b'"',
        b"\\",
    ),
)
_BOMB = 3_000_000
_RARE = 2_000


def bytes_damaged(data: bytes, chance: Random, tokens: Sequence[bytes]) -> bytes:
    """Return bytes that are cut, flipped, repeated, swapped or spliced somewhere."""
    size = len(data)
    if not size:
        return chance.choice(tokens)
    at, what, new, taken = chance.randrange(size), chance.randrange(9), b"", 1
    if what == 0:
        taken = size
    elif what == 1:
        new = bytes((data[at] ^ (1 << chance.randrange(8)),))
    elif what == 2:
        taken = chance.choice((1, 1, 2, 8, 64))
    elif what == 3:
        taken = chance.choice((1, 4, 32, 256))
        new = data[at : at + taken] * chance.choice((2, 2, 3, 100))
    elif what == 4:
        return data[at:] + data[:at] if chance.randrange(2) else data[:at] + data[at // 2 :]
    elif what == 5:
        new = bytes((chance.randrange(256),))
    else:
        new = chance.choice(_ANYWHERE if what == 6 else tokens)
        taken = len(new) if what == 8 else 0
    return data[:at] + new + data[at + taken :]


def text_damaged(data: bytes, chance: Random, tokens: Sequence[bytes]) -> bytes:
    """Return text in which a scalar has become another one, or that is damaged as bytes are."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        what = chance.random()
        found = [*_SCALAR.finditer(data)] if what < 0.6 else []
        if found:
            one = chance.choice(found)
            new = chance.choice(tokens) if what < 0.45 else chance.choice(found).group()
            data = data[: one.start()] + new + data[one.end() :]
        elif what > 0.98:
            text = data.decode("utf-8", "replace")
            data = text.encode(chance.choice(_CODECS), "replace")
        else:
            data = bytes_damaged(data, chance, tokens)
    return data


def packed(members: Members, *, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive of these files, much faster than `zipfile` makes one."""
    if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return file.getvalue()
    parts, directory, at = list[bytes](), list[bytes](), 0
    for name, data in members.items():
        raw = name.encode("utf-8", "replace")
        inside = data
        if method == zipfile.ZIP_DEFLATED:
            inside = zlib.compress(data, 1)[2:-4]
        fields = (20, 0x800, method, 0, 0x21, zlib.crc32(data), len(inside), len(data), len(raw))
        local = struct.pack("<4s5H3L2H", b"PK\3\4", *fields, 0) + raw
        central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, at)
        directory.append(central + raw)
        parts += [local, inside]
        at += len(local) + len(inside)
    listing = b"".join(directory)
    count = len(directory)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listing), at, 0)
    return b"".join([*parts, listing, end])


def unpacked(data: bytes) -> Members | None:
    """Return the files of an archive; `None` if it is not one that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sum(one.file_size for one in file.infolist()) > _BOMB:
                return None
            return {one.filename: file.read(one) for one in file.infolist()}
    except Exception:  # noqa: BLE001 - whatever is wrong with it
        return None


def zip_damaged(
    members: Members, chance: Random, inner: Callable[[str, bytes, Random], bytes]
) -> bytes:
    """Return an archive with a damaged file in it, with right sums, or a damaged archive.

    Args:
        members: The files.
        chance: Chooses.
        inner: Returns the damaged bytes of a file, given its name.
    """
    members, what = dict(members), chance.random()
    names = list(members)
    name = chance.choice(names) if names else ""
    if not names or what < 0.7:
        for _ in range(chance.choice((1, 1, 2))):
            if names:
                members[name] = inner(name, members[name], chance)
    elif what < 0.75:
        del members[name]
    elif what < 0.8:
        members[chance.choice((f"a/{name}", f"../{name}", name.upper(), f"{name}\0", "\ufffd"))] = (
            members.pop(name)
        )
    elif what < 0.83 and not chance.randrange(_RARE // 30):
        members[name] = members[name][:200] + chance.choice((b" ", b"\n", b"<a>", b"[")) * _BOMB
    method = chance.choice((0, 0, 0, 0, 0, 0, 0, 8, 8, 8))
    if not chance.randrange(200):
        method = chance.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    data = packed(members, method=method)
    if what < 0.83:
        return data
    if what < 0.9:
        return _headers_damaged(data, chance)
    return bytes_damaged(data, chance, (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"\0" * 8))


def _headers_damaged(data: bytes, chance: Random) -> bytes:
    """Return an archive in whose headers a few bytes are others."""
    heads = [one.start() for one in re.finditer(rb"PK[\1\3\5]", data)]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.choice(heads) + chance.randrange(2, 46) if heads else 0
        if at < len(changed):
            changed[at] = chance.choice((0, 1, 8, 9, 12, 14, 95, 99, 255, chance.randrange(256)))
    return bytes(changed)
