"""One way to drive the page in Chromium and in Firefox, for tests that both have to pass."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from marionette import Firefox

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1440, 900), (390, 844)

_KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
_DARK = "layout.css.prefers-color-scheme.content-override"
# The file that a page saves; the list is empty again afterwards.
_SAVED = """async () => {
  const { Downloads } = ChromeUtils.importESModule("resource://gre/modules/Downloads.sys.mjs");
  const list = await Downloads.getList(Downloads.ALL);
  const path = await new Promise((done) => {
    const onDownloadAdded = async (one) => { await one.whenSucceeded(); done(one.target.path); };
    list.addView({ onDownloadAdded });
  });
  await list.removeFinished();
  return path;
}"""
_COMPLAINTS = """() => {
  const found = Services.console.getMessageArray()
    .filter((one) => one instanceof Ci.nsIScriptError && one.sourceName.startsWith("file:"))
    .map((one) => one.errorMessage);
  Services.console.reset();
  return found;
}"""


class Shown(Protocol):
    """The page in a browser."""

    def visit(self, address: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        """Load an address."""

    def evaluate(self, expression: str, *values: Any) -> Any:
        """Return the value of an expression in the page; a function is called, a promise awaited."""

    def press(self, *keys: str) -> None:
        """Press keys by their names, one after the other."""

    def saved_by(self, expression: str) -> Path:
        """Evaluate what saves a file, and return its path."""

    def copied(self) -> str:
        """Return what the clipboard has."""

    def complaints(self) -> list[str]:
        """Return what the browser has to say against the page since the last call."""


class InChromium:
    """The page in a Chromium that Playwright drives."""

    def __init__(self, page: "Page", folder: Path) -> None:
        self._page, self._folder = page, folder
        self._complaints: list[str] = []
        page.on("console", lambda message: self._complaints.append(message.text))
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def visit(self, address: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        """Load an address, from the start even if only the fragment differs."""
        self._page.set_viewport_size({"width": size[0], "height": size[1]})
        self._page.emulate_media(color_scheme="dark" if dark else "light")
        self._page.goto("about:blank")
        self._page.goto(address)

    def evaluate(self, expression: str, *values: Any) -> Any:
        """Return the value of an expression in the page."""
        called = f"(values) => {{ const found = {expression};"
        called += "return typeof found === 'function' ? found(...values) : found; }"
        return self._page.evaluate(called, list(values))

    def press(self, *keys: str) -> None:
        """Press keys by their names."""
        for key in keys:
            self._page.keyboard.press(key)

    def saved_by(self, expression: str) -> Path:
        """Evaluate what saves a file, and return its path."""
        with self._page.expect_download() as waited:
            self.evaluate(expression)
        path = self._folder / waited.value.suggested_filename
        waited.value.save_as(path)
        return path

    def copied(self) -> str:
        """Return what the clipboard has."""
        return str(self.evaluate("navigator.clipboard.readText()"))

    def complaints(self) -> list[str]:
        """Return what the browser has to say against the page since the last call."""
        found, self._complaints = self._complaints, []
        return found


class InFirefox:
    """The page in a Firefox that its Marionette drives."""

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox

    def visit(self, address: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        """Load an address, from the start even if only the fragment differs."""
        self._firefox.resize(*size)
        self._firefox.prefer(_DARK, 0 if dark else 1)
        self._firefox.open(address)

    def evaluate(self, expression: str, *values: Any) -> Any:
        """Return the value of an expression in the page."""
        return self._firefox.evaluate(expression, *values)

    def press(self, *keys: str) -> None:
        """Press keys by their names."""
        self._firefox.press(*(_KEYS.get(key, key) for key in keys))

    def saved_by(self, expression: str) -> Path:
        """Evaluate what saves a file, and return its path."""
        self.evaluate(expression)
        return Path(self._firefox.evaluate_in_browser(_SAVED))

    def copied(self) -> str:
        """Return what the clipboard has."""
        return str(self._firefox.evaluate_in_browser("navigator.clipboard.readText()"))

    def complaints(self) -> list[str]:
        """Return what the browser has to say against the page since the last call."""
        found: list[str] = self._firefox.evaluate_in_browser(_COMPLAINTS)
        return found
