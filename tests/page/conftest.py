"""The page in Debian's Chromium and Firefox, each started once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import CHROMIUM, DESKTOP, FLAGS, InChromium, InFirefox, Shown
from marionette import Firefox
from tipdata import page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, with an empty profile."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra of these tests

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Debian's Firefox, with an empty profile."""
    with Firefox(tmp_path_factory.mktemp("firefox") / "profile") as started:
        yield started


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the packaged record."""
    path = tmp_path_factory.mktemp("page") / "out.html"
    page.write(path)
    return path.as_uri()


@pytest.fixture
def open_page(browser: "Browser", address: str) -> Iterator[Open]:
    """Open the page in a fresh profile; at the end it has asked for nothing and has no errors."""
    unwanted: list[str] = []
    contexts = []

    def opened(fragment: str = "", size: tuple[int, int] = DESKTOP, **options: Any) -> "Page":
        start = options.pop("address", address)
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        shown = context.new_page()
        shown.on("console", lambda message: unwanted.append(message.text))
        shown.on("pageerror", lambda error: unwanted.append(str(error)))
        shown.on("dialog", lambda dialog: unwanted.append(dialog.message))
        shown.on(
            "request",
            lambda asked: None if asked.url.startswith(start) else unwanted.append(asked.url),
        )
        shown.goto(start + fragment)
        return shown

    yield opened
    for context in contexts:
        context.close()
    assert unwanted == []


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """Each browser, once for all tests of a module."""
    if request.param == "firefox":
        yield InFirefox(request.getfixturevalue("firefox"))
    else:
        context = request.getfixturevalue("browser").new_context()
        yield InChromium(context.new_page(), Path(tmp_path_factory.mktemp("saved")))
        context.close()


@pytest.fixture
def shown(started: Shown) -> Iterator[Shown]:
    """Each browser, which at the end has nothing to say against the page."""
    yield started
    assert started.complaints() == []
