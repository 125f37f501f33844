"""What the rooms of results and of the record show: public paths, and types that resolve."""

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys

import pytest

import tipdata

ROOMS = ("tipdata.analysis", "tipdata.tierrecord", "tipdata._tables")

HINTS = """
import importlib, inspect, json, sys, typing
import tipdata
tipdata.load()
failed = []
for name in json.loads(sys.argv[1]):
    module = importlib.import_module(name)
    own = [key for key in vars(module) if getattr(vars(module)[key], "__module__", "") == name]
    for public in getattr(module, "__all__", own):
        value = getattr(module, public)
        members = vars(value).items() if isinstance(value, type) else ()
        functions = [(public, value)] if callable(value) else []
        for key, member in (pair for base in getattr(value, "__mro__", ()) for pair in vars(base).items()):
            member = getattr(member, "fget", None) or getattr(member, "__func__", member)
            module_of = getattr(member, "__module__", None) or ""
            if inspect.isfunction(member) and module_of.startswith("tipdata"):
                functions.append((f"{public}.{key}", member))
        for key, function in functions:
            if isinstance(function, type) or inspect.isfunction(function):
                try:
                    typing.get_type_hints(function)
                except NameError as error:
                    failed.append(f"{name}.{key}: {error}")
print(json.dumps(failed))
"""


def modules(room: str) -> list[str]:
    """Return the modules of a room that users import."""
    found = pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}.")
    return [info.name for info in found if "._" not in info.name.removeprefix(room)]


@pytest.mark.parametrize("room", ROOMS)
def test_annotations_resolve_in_a_fresh_process(room: str) -> None:
    """`typing.get_type_hints` works on every public function, class and method of a room."""
    names = json.dumps([f"{room}", *modules(room)])
    run = subprocess.run(
        [sys.executable, "-c", HINTS, names], capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_offers_its_modules(room: str) -> None:
    """A room lists what it offers, loads each when asked, and has nothing of another name."""
    package = importlib.import_module(room)
    assert dir(package) == sorted(package.__all__) == package.__all__
    assert {name.rpartition(".")[2] for name in modules(room)} <= set(package.__all__)
    for name in package.__all__:
        assert hasattr(package, name)
    assert not hasattr(package, "misspelled")
    with pytest.raises(AttributeError, match=f"module '{room}' has no attribute 'misspelled'"):
        package.misspelled  # noqa: B018


@pytest.mark.parametrize("room", ROOMS[:2])
def test_public_classes_say_a_public_path(room: str) -> None:
    """Each public class can be imported by the module that it says, which is not private."""
    for name in modules(room):
        module = importlib.import_module(name)
        for public in module.__all__:
            value = getattr(module, public)
            if inspect.isclass(value):
                assert "._" not in value.__module__
                assert getattr(importlib.import_module(value.__module__), value.__name__) is value


def test_functions_of_analysis_share_no_name_with_a_module() -> None:
    """No function is called like a module of the room, or like another one."""
    names = modules("tipdata.analysis")
    found: dict[str, str] = {}
    for name in names:
        module = importlib.import_module(name)
        for public in module.__all__:
            value = getattr(module, public)
            if inspect.isfunction(value) and value.__module__ == name:
                assert f"tipdata.analysis.{public}" not in names
                assert public not in found, (name, found[public])
                found[public] = name
    assert len(found) >= 9


def test_loading_leaves_what_is_not_needed() -> None:
    """`load()` loads neither frames, HTML and the palette, nor an analysis that was not asked for."""
    script = "import json, sys, tipdata; tipdata.load(); print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found = set(json.loads(run.stdout))
    lazy = {f"tipdata._tables.{name}" for name in ("frame_maker", "html", "palette")}
    lazy |= {f"tipdata.analysis.{name}" for name in ("by_country", "listings", "spells", "statute")}
    lazy |= {f"tipdata.tierrecord.{name}" for name in ("citing", "comparison", "evidence", "rows")}
    assert not found & lazy
    assert tipdata.__name__ in found
