"""The problems of files, by code: what each means, said once."""

from typing import Literal, get_args

from tipdata.problems import Problem

Code = Literal[
    "cell-error",
    "contradiction",
    "duplicate-column",
    "duplicate-file",
    "duplicate-id",
    "duplicate-key",
    "duplicate-placement",
    "empty",
    "encrypted",
    "invalid-date",
    "invalid-value",
    "invisible-character",
    "line-too-long",
    "lone-surrogate",
    "lost-reference",
    "merged-cells",
    "missing-column",
    "missing-field",
    "missing-file",
    "not-a-number",
    "not-a-package",
    "not-a-workbook",
    "not-csv",
    "not-json",
    "not-utf-8",
    "number-too-large",
    "string-too-long",
    "too-compressed",
    "too-deep",
    "too-large",
    "too-many-columns",
    "too-many-files",
    "too-many-rows",
    "torn",
    "truncated",
    "unknown-column",
    "unknown-country",
    "unknown-field",
    "unknown-sheet",
    "unknown-tier",
    "unknown-type",
    "unknown-word",
    "unsaved-formula",
    "unsupported-version",
    "wrong-checksum",
    "wrong-format",
    "wrong-row",
    "wrong-type",
]
"""The codes of problems that a file can have, all of them errors; they do not change."""

CODES: tuple[Code, ...] = get_args(Code)


def fault(
    code: Code,
    message: str,
    path: str,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
    expected: str = "",
    suggestion: str = "",
) -> Problem:
    """Return a problem of a file."""
    return Problem(
        code=code,
        message=message,
        path=path,
        row=row,
        column=column,
        value=value,
        expected=expected,
        suggestion=suggestion,
    )
