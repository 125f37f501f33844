"""What a reader says of input that is beyond a limit."""

from collections.abc import Sized
from types import NoneType

from tipdata._arguments import check_kind
from tipdata._wire.faults import Code, fault
from tipdata.limits import MOST_DEPTH, Limits
from tipdata.problems import FormatError, Problem

_SAID: dict[str, tuple[Code, str, str]] = {
    "size": ("too-large", "the file is too large", "bytes"),
    "unpacked": ("too-large", "the file is too large when it is unpacked", "bytes"),
    "ratio": ("too-compressed", "the file unpacks to too much", "times its own size"),
    "members": ("too-many-files", "too many files in the zip file", "files"),
    "line": ("line-too-long", "the line is too long", "bytes"),
    "string": ("string-too-long", "the string is too long", "characters"),
    "depth": ("too-deep", "nested too deeply", "levels"),
    "columns": ("too-many-columns", "too many columns", "columns"),
    "rows": ("too-many-rows", "too many rows", "rows"),
}

DEFAULT = Limits()


def read_limits(given: Limits | None) -> Limits:
    """Return the limits that a caller gave, or the default ones.

    Raises:
        InvalidValueError: They are something else.
    """
    check_kind("limits", given, (Limits, NoneType), "tipdata.Limits, or None for the default ones")
    return DEFAULT if given is None else given


def beyond(
    name: str,
    limits: Limits,
    path: str,
    found: int | None = None,
    *,
    message: str = "",
    row: int | None = None,
    column: str = "",
) -> Problem:
    """Return the problem of what is beyond a limit.

    Args:
        name: The limit.
        limits: All limits.
        path: Where it is.
        found: How much there is; `None` if reading stopped before the end.
        message: What is wrong, if not what the limit says.
        row: The row or line.
        column: The column.
    """
    code, said, units = _SAID[name]
    most: int = getattr(limits, name)
    raised = 2 * most if found is None else found
    hint = f", or limits=Limits({name}={raised})"
    if name == "depth" and raised > MOST_DEPTH:
        hint = ""
    unit = units if most != 1 or name == "ratio" else units.removesuffix("s")
    return fault(
        code,
        message or said,
        path,
        row=row,
        column=column,
        value=f"more than {most:,}" if found is None else f"{found:,} {units}",
        expected=f"at most {most:,} {unit}{hint}",
    )


def check_size(data: Sized, limits: Limits) -> None:
    """Refuse a document that is too large.

    Raises:
        FormatError: It is.
    """
    if len(data) > limits.size:
        raise FormatError((beyond("size", limits, "$", len(data)),))
