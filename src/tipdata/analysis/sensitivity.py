"""Whether an answer depends on the coding, or on placements that are not well established."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import attrs

from tipdata._arguments import check_kind, read_function
from tipdata._tables.columns import read_paths
from tipdata._tables.tabular import TabularRow, TabularSequence
from tipdata.errors import TipdataError
from tipdata.tiers import CODINGS
from tipdata.typing import Coding

__all__ = ["Answer", "Sensitivity", "probe_sensitivity"]

R = TypeVar("R")
A = TypeVar("A")


@attrs.frozen(kw_only=True, repr=False)
class Answer(TabularRow, Generic[A]):
    """The answer under one coding, from one choice of placements.

    Attributes:
        coding: The scale on which tiers were compared.
        placements: Which placements were used, in words.
        value: The answer, or `None` if there was an error.
        error: Why there is no answer, or `None`.
    """

    coding: Coding
    placements: str
    value: A | None = None
    error: TipdataError | None = None

    COLUMNS = read_paths("coding placements answer=_said error")

    @property
    def _said(self) -> str | None:
        return None if self.error else str(self.value)

    def __str__(self) -> str:
        said = f"no answer: {self.error}" if self.error else f"{self.value}"
        return f"coding {self.coding}, {self.placements}: {said}"


@attrs.frozen(kw_only=True, repr=False)
class Sensitivity(TabularSequence[Answer[A]], Generic[A]):
    """The answers to one question; the first is the naive answer.

    Attributes:
        answers: One for each coding and choice of placements.

    >>> found = probe_sensitivity(lambda tiers, coding: len(tiers), {"all": [1, 2], "firm": [1]})
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

    _COLUMNS = Answer.COLUMNS
    _ITEMS = "answers"
    _ROW_HEADS = 0
    _SHORT = False

    @property
    def holds(self) -> bool:
        """Whether all answers are equal."""
        return not self.differing and not any(answer.error for answer in self.answers)

    @property
    def differing(self) -> tuple[Answer[A], ...]:
        """The answers that differ from the first."""
        first = self.answers[0]
        same = first.value, first.error
        return tuple(answer for answer in self.answers if (answer.value, answer.error) != same)

    @property
    def _caption(self) -> str:
        return f"The answer {'holds' if self.holds else 'depends on what is chosen'}"

    def __str__(self) -> str:
        return super().__str__().replace("\n", ":\n", 1)


def probe_sensitivity(
    question: Callable[[R, Coding], A], records: Mapping[str, R]
) -> Sensitivity[A]:
    """Ask a question of each record, under every coding.

    Where a record cannot answer, the `TipdataError` that it raises becomes
    the answer's `error`; any other exception is raised.

    Raises:
        InvalidValueError: `question` is not a function, or `records` is not a mapping.
    """
    read_function("question", question, "a function of a record and a coding")
    check_kind("records", records, (Mapping,), "a mapping of words to records")
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


def __dir__() -> list[str]:
    return __all__
