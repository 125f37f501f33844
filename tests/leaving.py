"""How a dataset is put together again of what came back and what was left."""

import json
import re
from typing import Any

from tipdata import Dataset
from tipdata.dataset.kinds import Name, name_of
from tipdata.formats import LeftOut, to_plain

__all__ = ["plain_records", "restore"]

_ELEMENT = re.compile(r"(\w+)\[(\d+)\]")


def plain_records(dataset: Dataset) -> dict[Name | None, Any]:
    """Return the records of a dataset as plain data, by name."""
    return {name_of(record): to_plain(record) for record in dataset}


def restore(came: Dataset, left: LeftOut) -> dict[Name | None, Any]:
    """Return the plain records that came back, with what was left put in its place again.

    Nothing that is there is replaced: a field must have said nothing.
    """
    found = plain_records(came)
    for item in left:
        value = json.loads(item.value)
        if not item.field:
            assert item.record not in found
            found[item.record] = value
            continue
        element = _ELEMENT.fullmatch(item.field)
        if element:
            found[item.record][element[1]].insert(int(element[2]), value)
        else:
            assert found[item.record][item.field] in (None, "", [], False)
            found[item.record][item.field] = value
    return found
