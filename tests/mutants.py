"""Plain data in which something has changed, as tests of readers try it."""

import copy
import random
from typing import Any

__all__ = ["changed", "mutated", "nodes"]

VALUES: tuple[Any, ...] = (
    *(
        None,
        "",
        " ",
        0,
        1,
        -1,
        2021,
        2021.0,
        1.0,
        -0.0,
        1e3,
        1e300,
        2.0**63,
        1.5,
        2**63,
        True,
        False,
        [],
        {},
        ["KAZ"],
        [None],
    ),
    *("abc", "KAZ", "KAZ\n", "a-b", "A", "a b", "a\n", "2021", "2021-02-30", "2021-13", "0000"),
    *(
        "2021/2020",
        "../..",
        "../",
        "2021-07-01/..",
        "Tier 2",
        "2WL",
        "single",
        "NGO",
        "\0",
        "\u3000",
    ),
    *(
        "\u200b",
        "٣٩٨",
        "398",
        "#x",
        "# x",
        "#a…b",
        "https://x y",
        "https://x",
        "ftp://x",
        "uz-Latn",
    ),
    *(" x ", "\u001cx\n", "x\ny", "x\ty\r", "x\u202ey", "x\u200c\u200dy", "\ufeffx", "\n"),
    *("uz_Latn", "USD", "=1+1", "é", "ß", "x" * 200, "\ud800"),
)


def mutated(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a document in which one thing, or two, has changed."""
    return changed(copy.deepcopy(document), chance)


def changed(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Change one thing, or two, in a document, and return it."""
    for _ in range(chance.choice((1, 1, 2))):
        places = list(nodes(document))
        if not places:
            break
        holder, key = chance.choice(places)
        what = chance.random()
        if what < 0.75:
            holder[key] = copy.deepcopy(chance.choice(VALUES))  # the next change may reach into it
        elif what < 0.85:
            del holder[key]
        elif isinstance(holder, dict):
            holder[chance.choice(("nmae", "", "type", f"{key} "))] = holder[key]
        else:
            holder.append(copy.deepcopy(holder[key]))
    return document


def nodes(value: Any) -> Any:
    """Yield each place in a document as what holds it and by which key."""
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from nodes(value[key])
