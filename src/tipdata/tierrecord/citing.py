"""Citations of the package and of the editions of the report: plain text, BibTeX, CSL-JSON.

These functions take plain values. `TierRecord.cite` calls them with its own.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import get_args

import attrs

from tipdata._arguments import read_records, read_word
from tipdata.typing import Style

__all__ = ["STYLES", "CitedEdition", "Style", "cite"]

STYLES: tuple[Style, ...] = get_args(Style)

_TITLE = "tipdata: the Trafficking in Persons Report as typed data"
_AUTHOR = "The tipdata developers"
_REPORT = "Trafficking in Persons Report"
_DEPARTMENT = "U.S. Department of State"
_SUPPLIED = "Tiers as supplied by the user"
_SUPPLIED_TEXT = " (tiers as supplied by the user)"
_MONTHS = "January February March April May June July August September October November December"
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@attrs.frozen
class CitedEdition:
    """An edition of the report, as far as a citation needs it.

    Attributes:
        year: Report year.
        released: The day on which it was published, if known.
        user_supplied: Whether its placements are not packaged ones.
    """

    year: int
    released: datetime.date | None = None
    user_supplied: bool = False

    @property
    def when(self) -> str:
        """The month and year of publication, or the year alone.

        >>> CitedEdition(2021, datetime.date(2021, 7, 1)).when
        'July 2021'
        """
        day = self.released
        return f"{self.year}" if day is None else f"{_MONTHS.split()[day.month - 1]} {day.year}"


def cite(style: Style, version: str, editions: Sequence[CitedEdition]) -> str:
    """Return the citation of the package in a version, and of editions of the report.

    Raises:
        InvalidValueError: Unknown style, or a value is not a `CitedEdition`.

    >>> print(cite("text", "0.1.0", [CitedEdition(2021, datetime.date(2021, 7, 1))]))
    The tipdata developers, tipdata: the Trafficking in Persons Report as typed data, version 0.1.0.
    U.S. Department of State, Trafficking in Persons Report, July 2021.
    """
    read_word("style", style, STYLES)
    return _WRITERS[style](version, read_records("editions", editions, CitedEdition))


def _text(version: str, editions: Sequence[CitedEdition]) -> str:
    lines = [f"{_AUTHOR}, {_TITLE}, version {version}."]
    lines += [
        f"{_DEPARTMENT}, {_REPORT}, {edition.when}{edition.user_supplied * _SUPPLIED_TEXT}."
        for edition in editions
    ]
    return "\n".join(lines)


def _bibtex(version: str, editions: Sequence[CitedEdition]) -> str:
    # @misc and @techreport are in every BibTeX style, @software and @report are not.
    package = {
        "author": f"{{{_AUTHOR}}}",
        "title": f"tipdata: the {{{_REPORT}}} as typed data",
        "note": f"Version {_escaped(version)}",
    }
    entries = [_entry("misc", "tipdata", package)]
    for edition in editions:
        released = edition.released
        fields = {
            "author": f"{{{_DEPARTMENT}}}",
            "title": f"{{{_REPORT}}}",
            "institution": _DEPARTMENT,
            "year": f"{released.year if released else edition.year}",
        }
        if released:
            fields["month"] = _MONTHS.split()[released.month - 1][:3].lower()
        notes = [f"Released on {released}"] if released else []
        if edition.user_supplied:
            notes.append(_SUPPLIED)
        if notes:
            fields["note"] = ". ".join(notes)
        entries.append(_entry("techreport", f"tip{edition.year}", fields))
    return "\n\n".join(entries)


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    width = max(map(len, fields))
    # The months are macros, which stand without braces.
    values = {name: v if name == "month" else f"{{{v}}}" for name, v in fields.items()}
    lines = [f"  {name.ljust(width)} = {value}," for name, value in values.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    r"""Return a string that BibTeX and LaTeX print as it is.

    >>> _escaped("a_b & {c}")
    'a\\_b \\& \\{c\\}'
    """
    return re.sub(r"[\\~^&%$#_{}]", lambda m: _SPECIAL.get(m[0], f"\\{m[0]}"), text)


def _csl(version: str, editions: Sequence[CitedEdition]) -> str:
    import json  # noqa: PLC0415 - the other styles do without

    items: list[dict[str, object]] = [
        {
            "id": "tipdata",
            "type": "software",
            "title": _TITLE,
            "author": [{"literal": _AUTHOR}],
            "version": version,
        }
    ]
    for edition in editions:
        day = edition.released
        parts = [day.year, day.month, day.day] if day else [edition.year]
        items.append(
            {
                "id": f"tip{edition.year}",
                "type": "report",
                "title": _REPORT,
                "author": [{"literal": _DEPARTMENT}],
                "publisher": _DEPARTMENT,
                "issued": {"date-parts": [parts]},
                **({"note": _SUPPLIED} if edition.user_supplied else {}),
            }
        )
    return json.dumps(items, ensure_ascii=False, indent=2)


_WRITERS: dict[Style, Callable[..., str]] = {"text": _text, "bibtex": _bibtex, "csl": _csl}


def __dir__() -> list[str]:
    return __all__
