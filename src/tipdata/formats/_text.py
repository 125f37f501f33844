"""What formats that are text have in common: how they are read, with which options, and written."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import attrs

from tipdata._arguments import check_kind
from tipdata._wire.bounded import read_whole
from tipdata._wire.bounds import check_size, read_limits
from tipdata._wire.reading import Classes
from tipdata._wire.storage import Readable, ReadFrom, WriteTo, write_bytes
from tipdata.countries import CountryRegistry
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import Gathering, readable_dataset_of
from tipdata.limits import Limits
from tipdata.tierrecord import TierRecord

R_co = TypeVar("R_co", covariant=True)

Gather = Callable[[Readable, CountryRegistry | None, int, Classes | None, Limits], Gathering]
"""Gathers the records of a text, given the options of `TextFormat.loads`."""


class TextReader(Generic[R_co]):
    """Reads text from strings, bytes, paths and open files."""

    __slots__ = ()

    def _read(
        self,
        text: Readable,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits,
        *,
        sound: bool,
    ) -> R_co:
        raise NotImplementedError

    def loads(
        self,
        text: Readable,
        *,
        sound: bool = False,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
        classes: Classes | None = None,
        limits: Limits | None = None,
    ) -> R_co:
        """Return the dataset in a string or in bytes of UTF-8.

        A format of another standard returns it with what no record holds.

        Args:
            text: The dataset in this format.
            sound: Whether the errors that `tipdata.check` finds are errors here too.
            registry: The countries that are known beside those of the file; by
                default those that ship with the package.
            max_problems: How many problems are kept; the others are counted.
            classes: Your own subclasses of records, by the classes in whose
                place to read them: `{Organization: MyOrganization}`.
            limits: How much is read, if not what `tipdata.Limits()` says.

        Raises:
            FormatError: With everything that is wrong with it.
            InvalidValueError: `text`, `classes`, `max_problems` or `limits` is not
                what it should be.
        """
        check_kind("text", text, (str, bytes, bytearray), "a string, or bytes of UTF-8")
        bounds = read_limits(limits)
        check_size(text, bounds)
        return self._read(text, registry, max_problems, classes, bounds, sound=sound)

    def load(
        self,
        source: ReadFrom,
        *,
        sound: bool = False,
        registry: CountryRegistry | None = None,
        max_problems: int = 1000,
        classes: Classes | None = None,
        limits: Limits | None = None,
    ) -> R_co:
        """Return the dataset at a path or in an open file; see `loads`.

        Raises:
            FormatError: With everything that is wrong with it.
            OSError: The file cannot be read.
        """
        return self.loads(
            read_whole(source, read_limits(limits)),
            sound=sound,
            registry=registry,
            max_problems=max_problems,
            classes=classes,
            limits=limits,
        )


@attrs.frozen
class TextFormat(TextReader[Dataset]):
    """A format that is text.

    Attributes:
        pieces: Yields the text of a dataset, piece by piece.
        gather: Gathers the records of a text.
    """

    pieces: Callable[[Dataset], Iterator[str]]
    gather: Gather

    def dumps(
        self, dataset: Dataset | TierRecord, *, registry: CountryRegistry | None = None
    ) -> str:
        """Return a dataset as text in this format; equal datasets are equal strings.

        Args:
            dataset: What to write.
            registry: The countries that are known beside those of the dataset, as
                in `loads`; by default those that ship with the package.

        Raises:
            FormatError: It names countries that neither it nor the registry
                has, so that reading would refuse it.
            InvalidValueError: It is not a dataset, or `registry` is not a registry.
        """
        return "".join(self.pieces(readable_dataset_of(dataset, registry)))

    def dump(
        self,
        dataset: Dataset | TierRecord,
        target: WriteTo,
        *,
        registry: CountryRegistry | None = None,
    ) -> None:
        """Write a dataset to a path or an open file; see `dumps`.

        A file is replaced in one step or stays as it is.

        Raises:
            FormatError: As `dumps`.
            InvalidValueError: As `dumps`; or the target is neither.
            OSError: The file cannot be written.
        """
        found = readable_dataset_of(dataset, registry)
        write_bytes(target, (piece.encode() for piece in self.pieces(found)))

    def _read(
        self,
        text: Readable,
        registry: CountryRegistry | None,
        most: int,
        classes: Classes | None,
        limits: Limits,
        *,
        sound: bool,
    ) -> Dataset:
        return self.gather(text, registry, most, classes, limits).finish(sound=sound)
