"""What is made on first use is made once, for threads, forks, copies and pickles alike."""

import copy
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from itertools import groupby
from types import FrameType
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipdata
from tipdata import page
from tipdata._attributes import LaterField, kept_property, later, once
from tipdata.countries import CountryRegistry, default, groups
from tipdata.errors import (
    TipdataError,
    UnknownCountryError,
    UnknownRecordError,
    UnknownTierError,
)
from tipdata.errors._nearest import Nearest
from tipdata.loading import load
from tipdata.loading.provenance import tell_provenance

THREADS = 16
TIP = load()

RACED = """
import sys, threading
sys.setswitchinterval(1e-6)
start, found = threading.Barrier({threads}), []
def ask():
    start.wait()
    import tipdata
    from tipdata import countries
    found.append({asked})
threads = [threading.Thread(target=ask) for _ in range({threads})]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len({{*map(id, found)}}))
"""
"""Prints how many threads got an object, and how many objects there are."""


T = TypeVar("T")


def repickle(made: T) -> T:
    """Return an object as another process gets it."""
    found: T = pickle.loads(pickle.dumps(made))  # noqa: S301 - pickled here
    return found


def run(code: str) -> str:
    """Return what a fresh process prints."""
    environ = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "asked",
    [
        "tipdata.load()",
        *(
            pytest.param(one, marks=pytest.mark.long)
            for one in (
                "tipdata.load('central-asia-2021')",
                "tipdata.load(data_version='2025.1')",
                "tipdata.load().as_amended()",
                "tipdata.load().registry",
                "tipdata.load().acts",
                "countries.default()",
                "countries.groups()",
                "countries.resolve('Kenya')",
                "tipdata.load().evidence('KGZ', 2021).assessment",
            )
        ),
    ],
)
def test_threads_that_race_for_the_first_use_get_one_object(asked: str) -> None:
    """Sixteen threads of a fresh process that ask at one moment share what they get."""
    assert run(RACED.format(asked=asked, threads=THREADS)) == f"{THREADS} 1\n"


@settings(max_examples=15)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=THREADS))
def test_once_is_once_for_equal_arguments(keys: list[int]) -> None:
    """However many threads ask while it is made, an object is made once for each argument."""
    start, calls = threading.Barrier(len(keys)), list[int]()

    @once
    def make(key: int) -> list[int]:
        calls.append(key)
        return [key]

    found: list[tuple[int, int]] = []

    def ask(key: int) -> None:
        start.wait()
        found.append((key, id(make(key))))

    threads = [threading.Thread(target=ask, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(calls) == sorted({*keys})
    assert len(found) == len(keys)
    for _, same in groupby(sorted(found), key=lambda one: one[0]):
        assert len({*same}) == 1


def test_others_wait_for_what_a_thread_is_making() -> None:
    """Nobody begins a second time, though the first has not finished when others ask."""
    begun, asked, calls = threading.Event(), threading.Event(), list[int]()

    @once
    def make() -> list[int]:
        calls.append(1)
        begun.set()
        asked.wait(10)
        return [1]

    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append(make())) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    asked.set()
    for thread in threads:
        thread.join(10)
    assert calls == [1]
    assert len(found) == 4
    assert len({*map(id, found)}) == 1


def read_by_four(read: Callable[[], None]) -> None:
    """Call a function in four threads at once, and wait for them."""
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)


def test_a_kept_property_is_one_object_whoever_has_made_it() -> None:
    """Threads that make a property at the same time all get the object of the first."""
    together, found = threading.Barrier(4), list[list[int]]()

    class Holder:
        @kept_property
        def made(self) -> list[int]:
            together.wait(10)
            return [1]

    holder = Holder()
    read_by_four(lambda: found.append(holder.made))
    assert len(found) == 4
    assert len({*map(id, found)}) == 1
    assert holder.made is found[0]


def test_a_field_that_is_made_later_is_one_object_whoever_has_made_it() -> None:
    """Threads that read a field at the same time all get the object of the first, once it is made."""
    together, found = threading.Barrier(4), list[list[int]]()

    @attrs.frozen
    class Holder:
        made: list[int]

    kind: Any = Holder
    kind.made = LaterField(kind.made)
    calls = list[int]()

    def make() -> list[int]:
        together.wait(10)
        calls.append(1)
        return [1]

    holder = Holder(later(make))
    assert not calls
    read_by_four(lambda: found.append(holder.made))
    assert len(found) == 4
    assert len({*map(id, found)}) == 1
    assert holder.made is found[0]
    assert holder == Holder([1])
    assert isinstance(vars(Holder)["made"], LaterField)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        holder.made = []  # type: ignore[misc]


def test_what_fails_is_tried_again_and_may_ask_for_itself() -> None:
    """An error is nobody's object, and the maker of one may use the others."""
    tries = list[int]()

    @once
    def make(number: int) -> list[object]:
        tries.append(number)
        if len(tries) == 1:
            raise OSError("the first time")
        return [make(number - 1)] if number else []

    with pytest.raises(OSError, match="the first time"):
        make(2)
    assert make(2) == [[[]]]
    assert make(2)[0] is make(1)
    assert tries == [2, 2, 1, 0]
    assert make.__name__ == "make"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_process_forked_while_another_thread_makes_an_object_makes_its_own() -> None:
    """A lock that a thread of the parent holds stops nobody in the child."""
    code = """
import os, threading
from tipdata._attributes import kept_property, once
begun, go, parent = threading.Event(), threading.Event(), os.getpid()
@once
def make():
    if os.getpid() == parent:
        begun.set()
        go.wait(30)
    return [os.getpid()]
thread = threading.Thread(target=make)
thread.start()
begun.wait(30)
child = os.fork()
if not child:
    os._exit(make() != [os.getpid()])
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
go.set()
thread.join()
print(make() == [parent])
"""
    assert run(code) == "0\nTrue\n"


@pytest.mark.parametrize("make", [default, groups, load, lambda: load("central-asia-2021")])
def test_the_same_object_is_given_each_time(make: Callable[[], object]) -> None:
    """What says that it is always the same object is."""
    assert make() is make()


@pytest.mark.parametrize(
    "remake",
    [copy.copy, copy.deepcopy, repickle],
)
def test_what_a_record_holds_is_known_by_its_content(
    remake: Callable[[tipdata.TierRecord], tipdata.TierRecord],
) -> None:
    """A copied or pickled record is told as packaged: on its page, in words and by what it answers."""
    other = remake(TIP)
    assert other == TIP
    assert tell_provenance(other) == tell_provenance(TIP)
    assert remake(TIP.as_amended()).changes(2009) == TIP.as_amended().changes(2009)
    assert other.evidence("KGZ", 2021) == TIP.evidence("KGZ", 2021)


@pytest.mark.long
@pytest.mark.parametrize("remake", [copy.copy, copy.deepcopy, repickle])
def test_the_page_of_a_copy_is_that_of_the_record(
    remake: Callable[[tipdata.TierRecord], tipdata.TierRecord],
) -> None:
    """The page calls the placements of a copied or pickled record packaged, as they are."""
    assert page.render(remake(TIP)) == page.render(TIP)


def test_a_registry_is_pickled_by_its_content() -> None:
    """An equal registry becomes the packaged one, which is small; another takes its countries along."""
    known = default()
    equal = CountryRegistry(countries=known.countries, successions=known.successions)
    assert equal is not known
    assert repickle(equal) is known
    assert copy.deepcopy(known) is known
    assert len(pickle.dumps(equal)) < 200
    other = known.with_aliases({"Kyrgyzia": "KGZ"})
    remade = repickle(other)
    assert remade == other != known
    assert remade.resolve("Kyrgyzia").alpha_3 == "KGZ"


def test_what_an_error_looks_up_is_there_for_the_thread_that_comes_second() -> None:
    """Two threads that ask an error for the nearest names both get them."""
    first, second = threading.Event(), threading.Event()

    def find() -> tuple[str, ...]:
        first.set()
        second.wait(10)
        return ("ann",)

    error, found = UnknownRecordError("person", "anne", find), list[tuple[str, ...]]()
    threads = [threading.Thread(target=lambda: found.append(error.nearest)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert first.wait(10)
    second.set()
    for thread in threads:
        thread.join(10)
    assert found == [("ann",)] * 2


LOOKED_UP: dict[str, tuple[Callable[[Callable[[], Any]], TipdataError], str, Any]] = {
    "record": (lambda find: UnknownRecordError("person", "anne", find), "nearest", ("ann",)),
    "country": (lambda find: UnknownCountryError("Chda", (), find), "hint", "; Chad?"),
    "tier": (lambda find: UnknownTierError("Teir 2", find), "nearest", "Tier 2"),
}
"""What errors look up: how one is made with what finds it, its attribute, and what is found."""


@pytest.mark.parametrize("name", LOOKED_UP)
def test_what_an_error_looks_up_may_be_found_by_another_thread_at_any_time(name: str) -> None:
    """Before whichever line of the property another thread is done, both get what is found."""
    make, attribute, found = LOOKED_UP[name]
    tried = 0
    for when in range(1, 10):
        error = make(lambda: found)
        lines = asked_with(error, attribute, lambda: setattr(error, f"_{attribute}", found), when)  # noqa: B023
        assert getattr(error, attribute) == found
        tried += lines >= when
    assert 2 < tried < 9


def asked_with(error: TipdataError, attribute: str, do: Callable[[], object], when: int) -> int:
    """Ask for an attribute, do something before one of its lines, and return how many there are."""
    looked_up: Any = getattr(type(error), attribute)
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal lines
        if frame.f_code is looked_up.fget.__code__ and event == "line":
            lines += 1
            if lines == when:
                do()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        getattr(error, attribute)
    finally:
        sys.settrace(before)
    return lines


def test_words_are_not_searched_before_both_orders_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thread that comes while another sorts the words finds what it would find alone."""
    words = [f"{number:05}-word" for number in range(5_000)]
    known, seen, sorts = Nearest(words), list[tuple[str, ...]](), list[int]()

    def sort_while_another_asks(given: Iterable[str]) -> list[str]:
        made = sorted(given)
        sorts.append(1)
        if len(sorts) == 2:
            seen.append(known.to("90123-word"))
        return made

    monkeypatch.setattr("tipdata.errors._nearest.sorted", sort_while_another_asks, raising=False)
    assert known.to("90123-word") == seen[0] == Nearest(words).to("90123-word")
    assert seen[0]
