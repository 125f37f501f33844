"""What a harness is; nothing here imports the library, which an engine may have to instrument first."""

from collections.abc import Callable
from random import Random

import attrs

__all__ = ["BrokenPromise", "Harness", "expect"]


class BrokenPromise(AssertionError):  # noqa: N818 - what a harness says, not what the library does
    """An oracle does not hold; the first argument names it, the second says what was seen."""


@attrs.frozen
class Harness:
    """One way to attack some readers.

    Attributes:
        name: What the command calls it.
        doors: The public callables that it attacks.
        make: Returns an input: a sound one, or one that is damaged.
        run: Reads an input, checks what comes of it, and returns whether it was accepted. The
            number of the execution says which costly oracles are asked; all are on the 0th.
        damage: Returns a damaged input, for an engine that keeps inputs of its own.
        patience: How many seconds of the processor an execution may take; three in a row are a
            finding.
    """

    name: str
    doors: tuple[str, ...]
    make: Callable[[Random], bytes]
    run: Callable[[bytes, int], bool]
    damage: Callable[[bytes, Random], bytes]
    patience: float = 1.0


def expect(oracle: str, holds: bool, *seen: object) -> None:
    """Let an oracle say whether it holds."""
    if not holds:
        raise BrokenPromise(oracle, "; ".join(repr(one)[:1_000] for one in seen))
