"""Drives Debian's Firefox by its Marionette protocol: JSON over TCP, each message after its length."""

import base64
import itertools
import json
import re
import socket
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FIREFOX = "/usr/bin/firefox-esr"
FLAGS = ("--headless", "--marionette", "--no-remote", "--remote-allow-system-access")
PREFERENCES = {
    "marionette.port": 0,  # a free one
    "app.update.enabled": False,
    "browser.download.dir": "",
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_open_during_load": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.log.level": "Info",
    "remote.prefs.recommended": True,
    "toolkit.telemetry.enabled": False,
}
_LONGEST = 300.0


class FirefoxError(Exception):
    """Firefox refused a command, or ended."""


class Firefox:
    """A headless Firefox with a profile of its own, to be used in a `with` statement."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.downloads = profile / "downloads"
        self._numbers = itertools.count(1)
        self._socket: socket.socket
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self.downloads.mkdir(parents=True)
        known = {**PREFERENCES, "browser.download.dir": str(self.downloads)}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in known.items())
        (self.profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self._process = subprocess.Popen(
            [FIREFOX, *FLAGS, "--profile", self.profile],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdout
        self._printed = self._process.stdout
        # Firefox would wait if nothing read what it prints.
        self._reader = threading.Thread(target=self._printed.read, daemon=True)
        try:
            self._socket = socket.create_connection(("127.0.0.1", self._port()), _LONGEST)
            self._read()
            self.command("WebDriver:NewSession", {})
            self.command("WebDriver:SetTimeouts", {"script": int(_LONGEST * 1000)})
        except BaseException:
            self._process.kill()
            self._process.wait()
            self._printed.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(_LONGEST)
        self._reader.join()
        self._printed.close()

    def _port(self) -> int:
        """Return the port that Firefox says it listens on."""
        for line in self._printed:
            if found := re.search(rb"Listening on port (\d+)", line):
                self._reader.start()
                return int(found[1])
        raise FirefoxError("Firefox did not start")

    def _read(self) -> Any:
        length = b""
        while (byte := self._socket.recv(1)) != b":":
            if not byte:
                raise FirefoxError("Firefox ended")
            length += byte
        parts, left = [], int(length)
        while left:
            parts.append(self._socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def command(self, name: str, values: dict[str, Any]) -> Any:
        """Run a command of the protocol and return its result."""
        number = next(self._numbers)
        text = json.dumps([0, number, name, values]).encode()
        self._socket.sendall(str(len(text)).encode() + b":" + text)
        _, answered, error, result = self._read()
        assert answered == number
        if error is not None:
            raise FirefoxError(f"{name}: {error['error']}: {error['message']}")
        return result.get("value", result) if isinstance(result, dict) else result

    def evaluate(self, expression: str, *values: Any) -> Any:
        """Return the value of a JavaScript expression in the page.

        A function is called with the values; a promise is awaited.
        """
        script = (
            "const [values, done] = arguments; const found = " + expression + ";"
            "Promise.resolve(typeof found === 'function' ? found(...values) : found)"
            ".then((value) => done([value ?? null]), (error) => done(String(error)))"
        )
        found = self.command(
            "WebDriver:ExecuteAsyncScript", {"script": script, "args": [list(values)]}
        )
        if isinstance(found, str):
            raise FirefoxError(found)
        return found[0]

    def evaluate_in_browser(self, expression: str, *values: Any) -> Any:
        """Return the value of an expression in the browser, which may do more than a page."""
        self.command("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.evaluate(expression, *values)
        finally:
            self.command("Marionette:SetContext", {"value": "content"})

    def open(self, address: str) -> None:
        """Load a page, from the start even if only the fragment differs."""
        self.command("WebDriver:Navigate", {"url": "about:blank"})
        self.command("WebDriver:Navigate", {"url": address})

    def resize(self, width: int, height: int) -> None:
        """Give the page a size, which may be smaller than a window can be."""
        self.command("WebDriver:SetWindowRect", {"width": 1600, "height": 1200})
        self.evaluate_in_browser(
            """(width, height) => {
              const { style } = gBrowser.selectedBrowser;
              [style.flex, style.width, style.height] = ["none", `${width}px`, `${height}px`];
            }""",
            width,
            height,
        )
        self.evaluate(
            """(width, height) => new Promise((done) => {
              const look = () =>
                innerWidth === width && innerHeight === height
                  ? done() : requestAnimationFrame(look);
              look();
            })""",
            width,
            height,
        )

    def prefer(self, name: str, value: int) -> None:
        """Set a preference of the browser, such as that for dark pages."""
        setting = "(name, value) => { Services.prefs.setIntPref(name, value); }"
        self.evaluate_in_browser(setting, name, value)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, on what has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command(
            "WebDriver:PerformActions",
            {"actions": [{"type": "key", "id": "keys", "actions": actions}]},
        )

    def picture(self) -> bytes:
        """Return what can be seen of the page, as PNG."""
        values = {"full": False, "hash": False}
        return base64.b64decode(self.command("WebDriver:TakeScreenshot", values))
