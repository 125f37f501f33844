"""The kinds of fault: those of cosmic-ray, and some that it does not have.

cosmic-ray changes operators, numbers, conditions and loops. What this library
promises is often a value that is returned, a word in a table or a check that
refuses, so the kinds here take those away. An operator has the two methods of
cosmic-ray's own.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Protocol

import parso
from cosmic_ray.operators import (
    binary_operator_replacement,
    boolean_replacer,
    break_continue,
    comparison_operator_replacement,
    exception_replacer,
    number_replacer,
    unary_operator_replacement,
    zero_iteration_for_loop,
)
from parso.python.tree import Keyword, PythonNode, ReturnStmt
from parso.tree import BaseNode, NodeOrLeaf

__all__ = ["OPERATORS", "Operator"]

_Position = tuple[tuple[int, int], tuple[int, int]]


class Operator(Protocol):
    """What makes one kind of fault in a tree of parso."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterable[_Position]:
        """Yield where the operator can change a node, once for each way."""
        ...

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf | None:
        """Return the node with one change made."""
        ...


def _parse(code: str) -> NodeOrLeaf:
    made: NodeOrLeaf = parso.parse(code)
    return made


def _replace(node: NodeOrLeaf, code: str) -> NodeOrLeaf:
    return _parse(node.get_first_leaf().prefix + code)


class ReturnNone:
    """Return nothing instead of a value."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of a `return` with a value."""
        if isinstance(node, ReturnStmt) and node.children[1].get_code().strip() != "None":
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, _: int) -> NodeOrLeaf:
        """Return the statement without its value."""
        return _replace(node, "return None")


class DropStatement:
    """Leave out a call, a `raise` or an assignment like `+=`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of a statement that is made for its effect."""
        alone = node.parent is not None and node.parent.type == "simple_stmt"
        calls = node.type in ("atom_expr", "power") and node.get_last_leaf() == ")"
        adds = (
            node.type == "expr_stmt"
            and isinstance(node, BaseNode)
            and node.children[1].type == "operator"
            and node.children[1].get_code().strip() != "="
        )
        if alone and (calls or adds or node.type == "raise_stmt"):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, _: int) -> NodeOrLeaf:
        """Return a statement that does nothing."""
        return _replace(node, "pass")


class DropItem:
    """Leave out one item of a tuple, list, set or dictionary that is written out."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of each item."""
        for first, last in self._items(node):
            yield first.start_pos, last.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the display without the item."""
        assert isinstance(node, BaseNode)
        kept = [item for n, item in enumerate(self._items(node)) if n != index]
        code = "".join(
            "".join(part.get_code() for part in self._between(node, *item)) + "," for item in kept
        )
        return _parse(code)

    @staticmethod
    def _between(node: BaseNode, first: NodeOrLeaf, last: NodeOrLeaf) -> list[NodeOrLeaf]:
        children: list[NodeOrLeaf] = node.children
        return children[children.index(first) : children.index(last) + 1]

    @staticmethod
    def _items(node: NodeOrLeaf) -> list[tuple[NodeOrLeaf, NodeOrLeaf]]:
        if not isinstance(node, PythonNode) or node.type not in ("testlist_comp", "dictorsetmaker"):
            return []
        parts: list[list[NodeOrLeaf]] = [[]]
        for child in node.children:
            if child.type == "operator" and child.get_code().strip() == ",":
                parts.append([])
            elif child.type in ("sync_comp_for", "comp_for"):
                return []
            else:
                parts[-1].append(child)
        found = [(part[0], part[-1]) for part in parts if part]
        return found if len(found) > 1 else []


class SwapMembership:
    """Ask for `not in` instead of `in`, and the other way round."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of each `in` and `not in` of a comparison."""
        for child in self._places(node):
            yield child.start_pos, child.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the comparison with one of them swapped."""
        assert isinstance(node, BaseNode)
        child = self._places(node)[index]
        swapped = " in" if child.get_code().split() == ["not", "in"] else " not in"
        node.children[node.children.index(child)] = parso.parse(swapped)
        return node

    @staticmethod
    def _places(node: NodeOrLeaf) -> list[NodeOrLeaf]:
        if node.type != "comparison" or not isinstance(node, BaseNode):
            return []
        words = (["in"], ["not", "in"])
        return [child for child in node.children[1::2] if child.get_code().split() in words]


class NegateFilter:
    """Keep what a comprehension leaves out, and leave out what it keeps."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of the condition of a comprehension."""
        if node.type == "comp_if" and isinstance(node, BaseNode):
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: NodeOrLeaf, _: int) -> NodeOrLeaf:
        """Return the condition negated."""
        assert isinstance(node, BaseNode)
        node.children[1] = parso.parse(f" not ({node.children[1].get_code().strip()})")
        return node


class KeepFilter:
    """Keep everything in a comprehension, whatever its condition says."""

    mutation_positions = NegateFilter.mutation_positions

    def mutate(self, node: NodeOrLeaf, _: int) -> NodeOrLeaf:
        """Return a condition that is always true."""
        assert isinstance(node, BaseNode)
        node.children[1] = Keyword("True", node.children[1].start_pos, " ")
        return node


class KeepLeft:
    """Leave out an operator with what stands at its right."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[_Position]:
        """Yield the place of each operator of a sum, a product and the like."""
        if node.type in ("arith_expr", "term", "expr", "and_expr") and isinstance(node, BaseNode):
            for child in node.children[1::2]:
                yield child.start_pos, child.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the node without it."""
        assert isinstance(node, BaseNode)
        del node.children[2 * index + 1 : 2 * index + 3]
        return node


_ALIKE = {
    *("Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul", "Mod_FloorDiv"),
    *("BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitOr", "LShift_RShift", "RShift_LShift"),
}
"""What takes the same operands: any other operator raises TypeError, and every test sees that."""

_IDENTITY = {"Eq_Is", "Is_Eq", "NotEq_IsNot", "IsNot_NotEq"}
"""Words and tiers exist once each, so that whether two are one or equal is the same."""


def _collect() -> dict[str, list[Operator]]:
    own: tuple[type[Operator], ...] = (
        ReturnNone,
        DropStatement,
        DropItem,
        SwapMembership,
        NegateFilter,
        KeepFilter,
    )
    theirs = itertools.chain(
        (
            ("binary", kind)
            for kind in (*binary_operator_replacement.operators(), KeepLeft)
            if kind is KeepLeft or kind.__name__.removeprefix("ReplaceBinaryOperator_") in _ALIKE
        ),
        (
            ("comparison", kind)
            for kind in comparison_operator_replacement.operators()
            if kind.__name__.removeprefix("ReplaceComparisonOperator_") not in _IDENTITY
        ),
        (("unary", kind) for kind in unary_operator_replacement.operators()),
        (
            (kind.__name__, kind)
            for kind in (
                boolean_replacer.AddNot,
                boolean_replacer.ReplaceTrueWithFalse,
                boolean_replacer.ReplaceFalseWithTrue,
                boolean_replacer.ReplaceAndWithOr,
                boolean_replacer.ReplaceOrWithAnd,
                break_continue.ReplaceBreakWithContinue,
                break_continue.ReplaceContinueWithBreak,
                exception_replacer.ExceptionReplacer,
                number_replacer.NumberReplacer,
                zero_iteration_for_loop.ZeroIterationForLoop,
            )
        ),
    )
    found: dict[str, list[Operator]] = {}
    for family, kind in (*theirs, *((kind.__name__, kind) for kind in own)):
        found.setdefault(family, []).append(kind())
    return found


OPERATORS: dict[str, list[Operator]] = _collect()
"""The operators by family: those of one family change the same places in different ways."""
