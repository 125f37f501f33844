"""Strings that were read in a wrong encoding, read again in the right one."""

_READ_AS = ("cp1252", "mac_roman", "cp1251")


def mend(text: str) -> str:
    """Return what a string was if it is UTF-8 that was read as a one-byte encoding.

    >>> mend("CÃ´te dâ€™Ivoire")
    'Côte d’Ivoire'
    >>> mend("Côte d’Ivoire")
    'Côte d’Ivoire'
    """
    if text.isascii():
        return text
    for encoding in _READ_AS:
        try:
            return _encoded(text, encoding).decode()
        except UnicodeError:
            continue
    return text


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
