"""The mutants of a room, and a sample of them that a seed decides."""

import ast
import difflib
import random
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import attrs
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from parso.tree import BaseNode, NodeOrLeaf

from mutation.operators import OPERATORS, Operator

__all__ = ["Mutant", "Place", "choose", "list_places"]

_STARRED = {"parameters", "param", "typedargslist", "argument", "arglist", "star_expr", "lambdef"}
_TYPE = re.compile(r"(None|[A-Z]\w*|str|int|float|bool|bytes|date|type)(\[.*\])?|\".*\"|'.*'")


@attrs.frozen
class Mutant:
    """A module with one fault.

    Attributes:
        path: The module, below `src`.
        family: The kind of fault.
        lines: The first and last line of the statement that has it.
        before: The source without the fault.
        after: The source with it.
    """

    path: str
    family: str
    lines: tuple[int, int]
    before: str
    after: str

    @cached_property
    def diff(self) -> tuple[str, ...]:
        """The lines that differ, each behind `-` or `+`, with their indentation removed."""
        old, new = (text.splitlines() for text in (self.before, self.after))
        found = difflib.unified_diff(old, new, lineterm="", n=0)
        marked = [line for line in found if line[:1] in "-+" and line[:3] not in ("---", "+++")]
        return tuple(f"{line[0]} {' '.join(line[1:].split())}" for line in marked)


@attrs.frozen
class Place:
    """Where the operators of one family can make a fault, and how.

    Attributes:
        path: The module.
        family: The kind of fault.
        lines: The first and last line of the statement.
        ways: The operators, each with the number of its occurrence.
    """

    path: Path
    family: str
    lines: tuple[int, int]
    ways: tuple[tuple[Operator, int], ...]

    def make(self, root: Path, chance: random.Random) -> Mutant | None:
        """Return one of its mutants; `None` if none of them compiles or changes anything."""
        for operator, occurrence in chance.sample(self.ways, len(self.ways)):
            if mutant := self._make(root, operator, occurrence):
                return mutant
        return None

    def make_all(self, root: Path) -> Iterator[Mutant]:
        """Yield each of its mutants that compiles."""
        made = (self._make(root, *way) for way in self.ways)
        return (mutant for mutant in made if mutant)

    def _make(self, root: Path, operator: Operator, occurrence: int) -> Mutant | None:
        before = self.path.read_text(encoding="utf-8")
        after = mutate_code(before, operator, occurrence)
        if after is None or not _is_other(after, before):
            return None
        name = self.path.relative_to(root).as_posix()
        return Mutant(name, self.family, self.lines, before, after)


def list_places(path: Path) -> list[Place]:
    """Return the places of a module, in order."""
    source = path.read_text(encoding="utf-8")
    nodes, closed, spans = (
        list(ast_nodes(get_ast(source))),
        list(_find_closed(source)),
        _spans(source),
    )
    found: dict[tuple[str, tuple[int, int]], list[tuple[Operator, int]]] = {}
    for family, operators in OPERATORS.items():
        for operator in operators:
            occurrence = 0
            for node in nodes:
                for start, end in operator.mutation_positions(node):
                    way, occurrence = (operator, occurrence), occurrence + 1
                    hidden = any(low <= start and end <= high for low, high in closed)
                    if not hidden and not (family == "binary" and _is_no_sum(node)):
                        found.setdefault((family, start), []).append(way)
    places = sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    return [
        Place(path, family, _statement(spans, start[0]), tuple(ways))
        for (family, start), ways in places
    ]


def choose(
    places: Iterable[Place], root: Path, sample: int | None, chance: random.Random
) -> Iterator[Mutant]:
    """Yield one mutant at each of `sample` places, or every mutant if that is `None`."""
    every = list(places)
    if sample is None:
        for place in every:
            yield from place.make_all(root)
        return
    chance.shuffle(every)
    made = (place.make(root, chance) for place in every)
    wanted = (mutant for mutant in made if mutant)
    yield from (mutant for mutant, _ in zip(wanted, range(sample), strict=False))


def _is_other(after: str, before: str) -> bool:
    """Return whether source compiles, without a warning that would give the fault away."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", SyntaxWarning)
        try:
            compile(after, "mutant", "exec")
        except SyntaxError:
            return False
    return ast.dump(ast.parse(after)) != ast.dump(ast.parse(before))


def _is_no_sum(node: NodeOrLeaf) -> bool:
    """Return whether an operator joins types, unpacks something or stands in a signature."""
    around = node if isinstance(node, BaseNode) else node.parent
    if around is None or around.type in _STARRED:
        return True
    parts = [part.strip() for part in around.get_code().split("|")]
    return len(parts) > 1 and any(_TYPE.fullmatch(part) for part in parts)


_Span = tuple[tuple[int, int], tuple[int, int]]


def _find_closed(source: str) -> Iterator[_Span]:
    """Yield what only type checkers and `import *` read, and `__dir__`, which all modules share."""
    for node in ast.walk(ast.parse(source)):
        unread: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            unread = [node] if node.name == "__dir__" else [node.returns]
        elif isinstance(node, ast.arg | ast.AnnAssign):
            unread = [node.annotation]
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            unread = [node] if isinstance(node.test, ast.Name) else [node.test]
        elif isinstance(node, ast.Assign):
            target, value = ast.unparse(node.targets[0]), ast.unparse(node.value)
            unread = [node] if target == "__all__" or value.startswith("TypeVar(") else []
        for part in unread:
            if isinstance(part, ast.expr | ast.stmt) and part.end_lineno is not None:
                yield (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset or 0)


def _spans(source: str) -> list[tuple[int, int]]:
    """Return the first and last line of each statement; of a block, those of its header."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            found.append((node.lineno, max(last, node.lineno)))
    return found


def _statement(spans: Iterable[tuple[int, int]], line: int) -> tuple[int, int]:
    around = [span for span in spans if span[0] <= line <= span[1]]
    return min(around, key=lambda span: span[1] - span[0], default=(line, line))
