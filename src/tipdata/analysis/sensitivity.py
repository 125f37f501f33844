"""Whether an answer depends on the coding, or on placements that are not well established."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from tipdata._tables import html
from tipdata._tables.columns import Cell, Columns, columns_of
from tipdata.errors import TipdataError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding

if TYPE_CHECKING:
    from tipdata._tables.frame_maker import FrameMaker

__all__ = ["Answer", "Sensitivity", "sensitivity"]

R = TypeVar("R")
A = TypeVar("A")


@attrs.frozen(kw_only=True)
class Answer(Generic[A]):
    """The answer under one coding, from one choice of placements.

    Attributes:
        coding: The scale on which tiers were compared.
        placements: Which placements were used, in words.
        value: The answer; `None` if there is none.
        error: Why there is none.
    """

    coding: Coding
    placements: str
    value: A | None = None
    error: TipdataError | None = None

    def cells(self) -> tuple[Cell, ...]:
        """Return the coding, the placements, the answer and the error, as text."""
        if self.error is not None:
            return (self.coding, self.placements, None, str(self.error))
        return (self.coding, self.placements, str(self.value), None)

    def __str__(self) -> str:
        said = f"no answer: {self.error}" if self.error else f"{self.value}"
        return f"coding {self.coding}, {self.placements}: {said}"


@attrs.frozen(kw_only=True)
class Sensitivity(Generic[A]):
    """The answers to one question; the first is the one that would be given without care.

    Attributes:
        answers: One for each coding and choice of placements.

    >>> found = sensitivity(lambda tiers, coding: len(tiers), {"all": [1, 2], "firm": [1]})
    >>> print(found)
    The answer depends on what is chosen:
      coding ordinal, all: 2
      coding ordinal, firm: 1
      coding three, all: 2
      coding three, firm: 1
      coding binary, all: 2
      coding binary, firm: 1
    """

    answers: tuple[Answer[A], ...]

    @property
    def holds(self) -> bool:
        """Whether all answers are equal."""
        return not self.differing and not any(answer.error for answer in self.answers)

    @property
    def differing(self) -> tuple[Answer[A], ...]:
        """The answers that differ from the first."""
        first = self.answers[0]
        return tuple(
            answer
            for answer in self.answers
            if (answer.value, answer.error) != (first.value, first.error)
        )

    def columns(self) -> Columns:
        """Return the answers as plain columns, one row each; an answer as its text."""
        return columns_of(
            ("coding", "placements", "answer", "error"), (answer.cells() for answer in self.answers)
        )

    @property
    def _title(self) -> str:
        return f"The answer {'holds' if self.holds else 'depends on what is chosen'}:"

    def _repr_html_(self) -> str:
        return html.notebook(self.columns(), caption=self._title, short=False)

    @property
    def to_frame(self) -> "FrameMaker":
        """Make a frame of it: `to_frame("polars")`."""
        from tipdata._tables.frame_maker import FrameMaker  # noqa: PLC0415 - loaded where it is used

        return FrameMaker(self.columns())

    def __iter__(self) -> Iterator[Answer[A]]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def __str__(self) -> str:
        return "\n".join([self._title, *(f"  {answer}" for answer in self.answers)])


def sensitivity(question: Callable[[R, Coding], A], records: Mapping[str, R]) -> Sensitivity[A]:
    """Ask a question of each record, under every coding.

    A question that one of them cannot answer (a `TipdataError`) has that as
    its answer there; any other exception is the caller's.
    """
    answers: list[Answer[A]] = []
    for coding in CODINGS:
        for words, record in records.items():
            try:
                value = question(record, coding)
            except TipdataError as error:
                answers.append(Answer(coding=coding, placements=words, error=error))
            else:
                answers.append(Answer(coding=coding, placements=words, value=value))
    return Sensitivity(answers=tuple(answers))
