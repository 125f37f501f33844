"""What formats of other standards have in common: four functions, and slugs of foreign ids."""

import re
import unicodedata
from collections.abc import Callable
from typing import Protocol

import attrs

from tipdata._wire.reading import Classes
from tipdata._wire.storage import Readable, WriteTo, write_bytes
from tipdata.countries import CountryRegistry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import dataset_of
from tipdata.formats._leaving import LeftOut, Loaded, Written
from tipdata.formats._text import TextReader
from tipdata.limits import Limits
from tipdata.tierrecord import TierRecord

_NO_SLUG = re.compile("[^a-z0-9]+")


class Reads(Protocol):
    """Reads one document."""

    def read(self, text: Readable, *, sound: bool) -> Loaded:
        """Return the records of a document, and what they do not hold."""
        ...


@attrs.frozen
class Standard(TextReader[Loaded]):
    """A format of another standard.

    Attributes:
        write: Returns the document of a dataset, and what it does not say.
        reading: Makes what reads a document, given the options of `loads`.
    """

    write: Callable[[Dataset], Written]
    reading: Callable[[CountryRegistry | None, int, Classes | None, Limits], Reads]

    def dumps(self, dataset: Dataset | TierRecord) -> Written:
        """Return the document of a dataset, and what it does not say.

        Equal datasets are equal documents.

        Raises:
            InvalidValueError: It is not a dataset.
        """
        return self.write(dataset_of(dataset))

    def dump(self, dataset: Dataset | TierRecord, target: WriteTo) -> LeftOut:
        """Write a dataset to a path or an open file, and return what is left out; see `dumps`.

        A file is replaced in one step or stays as it is.

        Raises:
            InvalidValueError: It is not a dataset, or the target is neither.
            OSError: The file cannot be written.
        """
        written = self.dumps(dataset)
        write_bytes(target, (written.text.encode(),))
        return written.left

    def _read(
        self,
        text: Readable,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits,
        *,
        sound: bool,
    ) -> Loaded:
        return self.reading(registry, most, classes, limits).read(text, sound=sound)


def make_slug(original: str) -> str:
    """Return the slug that is made of an id; an empty string if nothing of it remains.

    >>> make_slug("NK-7dQ"), make_slug("http://example.org/Ärzte/42"), make_slug("Ж")
    ('nk-7dq', 'http-example-org-arzte-42', '')
    """
    plain = unicodedata.normalize("NFKD", original).encode("ascii", "ignore").decode()
    return _NO_SLUG.sub("-", plain.lower()).strip("-")
