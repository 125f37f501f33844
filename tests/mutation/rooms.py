"""The rooms whose tests are tried, and which tests each of them has."""

from pathlib import Path

import attrs

__all__ = ["ROOMS", "Room"]


@attrs.frozen
class Room:
    """Some source, and the tests that should notice a fault in it.

    Attributes:
        name: What it is called, and its place below `src/tipdata`.
        tests: Its tests, beside the examples of its docstrings.
        left_out: Those of them that take long or are of other rooms, as `pytest -k` names them.
    """

    name: str
    tests: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    def list_files(self, source: Path) -> list[Path]:
        """Return its modules in a folder `src/tipdata`, in order."""
        module = source / f"{self.name}.py"
        return [module] if module.is_file() else sorted((source / self.name).rglob("*.py"))

    def list_tests(self, source: Path) -> tuple[str, ...]:
        """Return its tests, with the examples of its docstrings."""
        names = [
            ".".join(path.relative_to(source.parent).with_suffix("").parts)
            for path in self.list_files(source)
        ]
        modules = [name.removesuffix(".__init__") for name in names]
        return *self.tests, *(f"{_EXAMPLES}[{module}]" for module in modules)


_EXAMPLES = "tests/test_face.py::test_examples_in_docstrings_are_true"
_REPRS, _LONG = "tests/test_reprs.py", ("test_a_pickle_names_public_classes",)
_DOORS = "tests/test_doors.py"  # of all rooms, so that each leaves out those of the others
_LAW = ("docs/explanation/tiers-and-law.md", "docs/how-to/watch-list.md")
_SLOW = (
    "test_schema_and_reader_agree",
    "test_an_answer_grows_no_faster_than_its_request",
    "test_a_lost_column_or_table_is_told",
    "test_a_killed_writer_loses_nothing",
    "test_processes_take_turns",
)
_TABLES = tuple(f"tests/formats/test_{name}.py" for name in ("schema", "spreadsheets", "pydantic"))
_LIMITS = "tests/formats/test_limits.py"
_RECORD = tuple(f"tests/tierrecord/test_{name}.py" for name in ("acts", "tables", "tierrecord"))
_FILES = tuple(f"tests/formats/test_{name}.py" for name in ("json", "jsonl", "package"))

ROOMS = {
    room.name: room
    for room in (
        Room("dates", ("tests/dates", "docs/explanation/dates.md")),
        Room("tiers", ("tests/test_tiers.py",)),
        Room(
            "analysis",
            ("tests/analysis", *_RECORD, *_LAW, _REPRS, _DOORS),
            (*_LONG, "(test_doors and not analysis)"),
        ),
        Room("countries", ("tests/countries", "docs/explanation/groups.md", _REPRS), _LONG),
        Room("_wire", ("tests/_wire", "tests/records", *_TABLES, *_FILES, _LIMITS), _SLOW),
        Room(
            "dataset",
            ("tests/dataset", *_FILES, _LIMITS, _REPRS, _DOORS),
            (*_LONG, "(test_doors and not dataset and not check)"),
        ),
        Room("records", ("tests/records",)),
        Room("tierrecord", ("tests/tierrecord",)),
    )
}
