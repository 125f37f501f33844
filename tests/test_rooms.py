"""Laws of the whole package: what a module shows, and what one room may take from another."""

import ast
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import tipdata

SOURCE = Path(tipdata.__file__).parent
# The tests that are marked `integration` hold it to these laws.
NEEDS_MORE = "tipdata.formats.sqlalchemy"
MODULES = ["tipdata", *sorted(info.name for info in pkgutil.walk_packages([SOURCE], "tipdata."))]
MODULES.remove(NEEDS_MORE)
PUBLIC = [name for name in MODULES if not any(part.startswith("_") for part in name.split("."))]


def offered(module: ModuleType) -> set[str]:
    """Return what a module offers: the names of its `__all__`, and its public modules."""
    paths = getattr(module, "__path__", ())
    inside = {info.name for info in pkgutil.iter_modules(paths) if info.name[0] != "_"}
    return inside | set(getattr(module, "__all__", ()))


def public_objects() -> Iterator[tuple[str, object]]:
    """Yield the public classes and functions of ours, each once, with the path of its module."""
    seen = set[int]()
    for path in PUBLIC:
        module = importlib.import_module(path)
        for name in getattr(module, "__all__", ()):
            found = getattr(module, name)
            ours = str(getattr(found, "__module__", "")).startswith("tipdata")
            if ours and (inspect.isclass(found) or inspect.isroutine(found)):
                if id(found) not in seen:
                    yield path, found
                seen.add(id(found))


def callables_of(found: object) -> Iterator[object]:
    """Yield a function, or a class with all that it offers to call and to read."""
    yield found
    if not inspect.isclass(found):
        return
    ours = (one for one in reversed(found.__mro__) if one.__module__.startswith("tipdata"))
    members = dict(item for one in ours for item in vars(one).items())
    for name, member in members.items():
        if name.startswith("_") and name not in ("__init__", "__call__", "__new__"):
            continue
        if isinstance(member, (classmethod, staticmethod)):
            yield member.__func__
        elif isinstance(member, property):
            yield member.fget
        elif inspect.isfunction(read := getattr(member, "func", None)):
            yield read
        elif inspect.isfunction(member) and member.__module__.startswith("tipdata"):
            yield member


def label(found: object) -> str:
    """Return the path of a class or a function."""
    return f"{getattr(found, '__module__', '')}.{getattr(found, '__qualname__', '')}"


OBJECTS = [found for _, found in public_objects()]
CLASSES = [found for found in OBJECTS if inspect.isclass(found)]


def test_annotations_resolve_at_run_time() -> None:
    """`typing.get_type_hints` knows every name in the annotations of what is public."""
    for found in OBJECTS:
        for member in callables_of(found):
            assert typing.get_type_hints(member) is not None, label(member)


ANY = {
    r".*:classes": "a mapping cannot be of any class to any class otherwise",
    r".*\.(to_plain|json_default):return": "what JSON has, as `json.loads` says it",
    r"tipdata\.plots\.\w+:(ax|return)": "matplotlib's Axes to type checkers; it is an extra",
    r"tipdata\.dataset\.gathering\..*": "not in the reference",
    r".*\.__reduce__:return": "what pickle takes",
}
"""Where an annotation holds `Any`, as a pattern of name and parameter, with the reason."""


def holds_any(hint: object) -> bool:
    """Return whether a type is `Any`, or has a part that is."""
    return hint is typing.Any or any(map(holds_any, typing.get_args(hint)))


def loosely_annotated() -> Iterator[str]:
    """Yield the parameters, results and attributes of what is public that hold `Any`."""
    for found in OBJECTS:
        own = vars(found).values() if inspect.isclass(found) else ()
        special = {one for one in own if inspect.isfunction(one) and one.__name__.startswith("__")}
        for member in {*callables_of(found), *special}:
            hints = typing.get_type_hints(member).items()
            yield from (f"{label(member)}:{name}" for name, hint in hints if holds_any(hint))


def test_no_annotation_is_any_without_a_reason() -> None:
    """Parameters, results and attributes of what is public have types; `ANY` says why not all."""
    loose = {*loosely_annotated()}
    known = {reason: {one for one in loose if re.fullmatch(reason, one)} for reason in ANY}
    assert all(known.values()), "a reason for what is not there"
    assert loose - set[str]().union(*known.values()) == set()


@pytest.mark.parametrize("path", PUBLIC)
def test_asking_for_any_attribute_never_raises(path: str) -> None:
    """`hasattr` answers for names that a module offers and for others."""
    module = importlib.import_module(path)
    assert not hasattr(module, "anything")
    assert all(hasattr(module, name) for name in getattr(module, "__all__", ()))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_module_lists_what_it_offers(path: str) -> None:
    """`dir` of a public module has the names of `__all__` and its public modules, and no others."""
    module = importlib.import_module(path)
    listed = {name for name in dir(module) if not name.startswith("__")}
    assert listed <= offered(module)
    assert set(getattr(module, "__all__", ())) <= set(dir(module))


@pytest.mark.parametrize("path", MODULES)
def test_public_names_are_sorted(path: str) -> None:
    """`__all__` has constants, then classes, then the rest, each by name and once."""
    names = list(getattr(importlib.import_module(path), "__all__", ()))
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), name))


def test_a_class_says_where_users_find_it() -> None:
    """The module that a public class names is public and has the class."""
    for found in CLASSES:
        assert found.__module__ in PUBLIC
        assert getattr(importlib.import_module(found.__module__), found.__qualname__) is found


def private_imports(path: Path) -> Iterator[str]:
    """Yield what a module imports from the private side of another room."""
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            names = [alias.name for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            other, *inside = rest.split(".")
            if package == "tipdata" and other != room:
                private = [part for part in inside if part[0] == "_" and part[:2] != "__"]
                yield from [name] * bool(private)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.name)
def test_no_room_takes_what_is_private_to_another(path: Path) -> None:
    """What begins with an underscore is imported only inside its room."""
    assert list(private_imports(path)) == []
