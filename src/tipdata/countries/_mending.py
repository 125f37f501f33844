"""Strings that were read in a wrong encoding, read again in the right one."""

_READ_AS = ("cp1252", "mac_roman", "cp1251")
_CONTROLS = dict(enumerate("\u2018\u2019\u201c\u201d\u2022\u2013\u2014", 0x91))
"""The quotes and dashes of cp1252, by the controls that they are read as in Latin-1."""


def mend(text: str) -> str:
    r"""Return what a string was before it was read in a wrong encoding.

    That is UTF-8 read as a one-byte encoding, or quotes and dashes of cp1252 read as Latin-1.

    >>> mend("CÃ´te dâ€™Ivoire")
    'Côte d’Ivoire'
    >>> mend("Côte d\x92Ivoire")
    'Côte d’Ivoire'
    """
    if text.isascii():
        return text
    for encoding in _READ_AS:
        try:
            return _encoded(text, encoding).decode()
        except UnicodeError:
            continue
    return text.translate(_CONTROLS)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        if not "\x80" <= text[error.start] <= "\x9f":
            raise
    # Readers leave a byte that the encoding does not define as the control of that number.
    return b"".join(
        c.encode("latin-1") if "\x80" <= c <= "\x9f" else c.encode(encoding) for c in text
    )
