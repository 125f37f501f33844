"""All harnesses, by name."""

from fuzz import archives, commands, documents, tables, words

__all__ = ["READERS"]

READERS = {
    harness.name: harness
    for module in (documents, archives, tables, words, commands)
    for harness in module.HARNESSES
}
"""The harnesses, in the order in which they run."""
