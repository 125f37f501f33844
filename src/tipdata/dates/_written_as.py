"""How dates look in files, as a JSON Schema says it."""

from typing import Any

_PARTIAL = "(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_SIDE = rf"(\.\.|{_PARTIAL})"


def _schema(pattern: str, description: str, *examples: str) -> dict[str, Any]:
    # Some engines accept `$` before a final line feed.
    return {
        "type": "string",
        "pattern": f"^{pattern}$(?!\\n)",
        "description": description,
        "examples": list(examples),
    }


PARTIAL_DATE_SCHEMA = _schema(
    _PARTIAL, "A year, a month or a day, as far as it is known.", "2021", "2021-07"
)
PERIOD_SCHEMA = _schema(
    f"{_SIDE}/{_SIDE}",
    "Two partial dates, both included, with a slash between; an open side is '..'.",
    "2019-09-21/2024",
    "2019/..",
)
