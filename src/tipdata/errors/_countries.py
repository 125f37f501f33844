"""The exceptions of strings that mean no country, or several."""

from collections.abc import Callable

from tipdata.errors._base import Nearby, NotFoundError, TipdataError
from tipdata.errors._messages import did_you_mean, shorten

Hint = str | Callable[[], str]
"""What ends a message, or what finds it when it is asked for."""


class UnknownCountryError(NotFoundError):
    """A string is neither a code nor a known name of a country.

    Attributes:
        text: What was given.
        nearest: The nearest valid values, best first; found when they are asked for.
        hint: What is known of the string, as the end of the message; found
            when it is asked for.
        expected: What the function takes, in words.
    """

    __module__ = "tipdata.errors"

    def __init__(
        self,
        text: object,
        nearest: Nearby = (),
        hint: Hint = "",
        expected: str = "the name or code of a country",
    ) -> None:
        super().__init__(text, nearest=nearest)
        self.text = text
        self.expected = expected
        self._hint = hint

    @property
    def hint(self) -> str:
        """What is known of the string, as the end of the message."""
        found = self._hint
        if callable(found):
            self._hint = found = found()
        return found or did_you_mean(self.nearest)

    def __reduce__(self) -> tuple[type[NotFoundError], tuple[object, ...]]:
        return type(self), (self.text, self.nearest, self.hint, self.expected)

    def _tell(self) -> str:
        given = shorten(self.text)
        if not isinstance(self.text, str):
            return f"expected {self.expected}, got {given}{self.hint}"
        sought = "country code" if self.expected.startswith("a code") else "country"
        return f"unknown {sought} {given}{self.hint}"


class AmbiguousCountryError(TipdataError, KeyError):
    """A string names more than one country.

    Attributes:
        text: What was given.
        candidates: The countries it may mean, as `(alpha_3, name)`.
    """

    __module__ = "tipdata.errors"

    def __init__(self, text: str, candidates: tuple[tuple[str, str], ...]) -> None:
        super().__init__(text, candidates)
        self.text = text
        self.candidates = candidates

    def _tell(self) -> str:
        which = " or ".join(f"{name} ({code})" for code, name in self.candidates)
        return f"{shorten(self.text)} is ambiguous: it may mean {which}"
