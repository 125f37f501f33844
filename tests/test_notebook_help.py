"""What IPython, and so every notebook, completes and shows of modules, records and results."""

import importlib
import inspect
import types
from inspect import getattr_static

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import tipdata
from test_rooms import PUBLIC, offered
from tipdata._attributes import Renamed

TIP = tipdata.load()
STORY = tipdata.load("central-asia-2021")
OBJECTS: dict[str, object] = {
    "tip": TIP,
    "series": TIP.series("KGZ"),
    "changes": TIP.changes(2021),
    "placements": TIP.placements(2024),
    "outlooks": TIP.outlooks(),
    "outlook": TIP.outlook("KGZ"),
    "counts": TIP.counts(),
    "spells": TIP.spells(),
    "evidence": TIP.evidence("MYS", 2009),
    "audit": TIP.audit_watch_list(),
    "acts": TIP.designations(),
    "template": TIP.template(2026),
    "country": tipdata.countries.get("KGZ"),
    "registry": tipdata.countries.default(),
    "dataset": STORY,
    "person": STORY.people[0],
    "campaign": STORY.campaigns[0],
}
MOST = 60
"""More names than this nobody reads through."""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> InteractiveShell:
    """Start IPython in a module of its own, so that it leaves `__main__` alone."""
    config = Config()
    config.HistoryManager.enabled = False
    made = InteractiveShell(  # type: ignore[no-untyped-call]  # IPython has few types
        config=config,
        ipython_dir=str(tmp_path_factory.mktemp("ipython")),
        user_module=types.ModuleType("cells"),
    )
    made.push({"tipdata": tipdata, **OBJECTS})  # type: ignore[no-untyped-call]  # IPython has few types
    return made


def completed(shell: InteractiveShell, text: str, *, jedi: bool) -> set[str]:
    """Return the names that a press of the tab key offers after a string."""
    shell.Completer.use_jedi = jedi
    with provisionalcompleter():
        found = [*shell.Completer.completions(text, len(text))]
    return {one.text.rpartition(".")[2] for one in found}


@pytest.mark.parametrize(
    ("paths", "jedi"),
    [(PUBLIC, False), (["tipdata", "tipdata.plots", "tipdata.countries", "tipdata.frames"], True)],
    ids=["all", "jedi"],
)
def test_a_module_completes_to_what_it_offers(
    shell: InteractiveShell, paths: list[str], jedi: bool
) -> None:
    """With jedi or without, what is offered after a dot is what the module offers, all of it."""
    for path in paths:
        module = importlib.import_module(path)
        shell.push({"module": module})  # type: ignore[no-untyped-call]  # IPython has few types
        names = completed(shell, "module.", jedi=jedi)
        assert names <= offered(module), path
        assert {*getattr(module, "__all__", ())} - {"__version__"} <= names, path
        assert len(names) <= MOST


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_completes_to_its_public_names(shell: InteractiveShell, name: str) -> None:
    """Records and results offer their public attributes, in a number that can be read."""
    found = OBJECTS[name]
    names = completed(shell, f"{name}.", jedi=False)
    assert names == {one for one in dir(found) if not one.startswith("_")}
    assert 1 <= len(names) <= MOST


@pytest.mark.parametrize("name", OBJECTS)
def test_a_question_mark_shows_how_to_call(shell: InteractiveShell, name: str) -> None:
    """`object.method?` shows a signature and a docstring, whatever descriptor the method is."""
    found = OBJECTS[name]
    for member in dir(found):
        if member.startswith("_") or isinstance(getattr_static(found, member), Renamed):
            continue
        if not callable(getattr(found, member)):
            continue
        about = shell.object_inspect(f"{name}.{member}")  # type: ignore[no-untyped-call]  # IPython has few types
        assert about["found"]
        assert about["type_name"] != "property", member
        assert f"{name}.{member}(" in (about["definition"] or about["call_def"] or ""), member
        assert about["docstring"] or about["call_docstring"], member


def test_a_frame_maker_says_which_libraries_there_are(shell: InteractiveShell) -> None:
    """`tip.to_frame?` names the libraries, and `inspect` has the same signature."""
    about = shell.object_inspect("tip.to_frame")  # type: ignore[no-untyped-call]  # IPython has few types
    text = str(about["definition"])
    assert all(name in text for name in ("pandas", "polars", "pyarrow", "duckdb", "connection"))
    assert "backend" in inspect.signature(TIP.to_frame).parameters
