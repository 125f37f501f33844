"""A cattrs converter of somebody else's, taught our types."""

import inspect
from collections.abc import Callable
from typing import Any

import attrs
import cattrs

from tipdata._wire.reading import reader, writer
from tipdata._wire.shapes import SCALARS, encode
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import explain_record
from tipdata.dates import PartialDate, Period
from tipdata.formats import json as documents
from tipdata.problems import FormatError
from tipdata.tiers import Tier

__all__ = ["structured", "teach"]


def teach(converter: cattrs.Converter) -> None:
    """Do what `tipdata.formats.configure` says."""
    for kind in (Tier, PartialDate, Period):
        scalar = SCALARS[kind]
        if scalar.read is None or scalar.write is None:
            continue
        converter.register_structure_hook(kind, _scalar(kind, scalar.read))
        converter.register_unstructure_hook(kind, scalar.write)
    converter.register_structure_hook(Dataset, _dataset)
    converter.register_unstructure_hook(Dataset, _document)
    converter.register_structure_hook_factory(_is_ours, _structure)
    converter.register_unstructure_hook_factory(_is_ours, writer)


def _scalar(kind: type, read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda given, _: given if isinstance(given, kind) else read(given)


def _is_ours(kind: Any) -> bool:  # noqa: ANN401 - cattrs asks about anything
    return (
        inspect.isclass(kind)
        and attrs.has(kind)
        and kind.__module__.startswith(("tipdata.records.", "tipdata.records.countries"))
    )


def _structure(kind: type) -> Callable[[Any, Any], Any]:
    return lambda given, _: structured(kind, given)


def structured(kind: type, given: object) -> Any:  # noqa: ANN401 - an instance of that class
    """Return an instance of one of our classes.

    Raises:
        FormatError: With everything that is wrong with what was given.
    """
    if isinstance(given, kind):
        return given
    try:
        return reader(kind)(given)
    except Exception:
        problems = explain_record(kind, given, "$")
        if not problems:
            raise
        raise FormatError(tuple(problems)) from None


def _dataset(given: Any, _: object) -> Dataset:  # noqa: ANN401 - it may be anything
    return given if isinstance(given, Dataset) else documents.loads(encode(given))


def _document(dataset: Dataset) -> Any:  # noqa: ANN401 - what JSON has
    from json import loads  # noqa: PLC0415 - our own module has that name too

    return loads(documents.dumps(dataset))
