"""What axe finds against the page, in Chromium and in Firefox: nothing."""

from pathlib import Path
from typing import Any

import pytest

from browsers import DESKTOP, PHONE, Shown

pytestmark = pytest.mark.browser

# All rules, those of best practice and experimental ones too. The exception is a contrast of 7 to 1
# (WCAG AAA): the page promises 4.5 (AA).
RUN = """async () => {
  %s;
  const { axe } = window;
  const rules = axe.getRules().filter((one) => one.ruleId !== "color-contrast-enhanced");
  const values = rules.map((one) => one.ruleId);
  const found = await axe.run(document, {
    runOnly: { type: "rule", values }, resultTypes: ["violations"],
  });
  return [
    values.length,
    found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].html, one.nodes[0].failureSummary]),
    Array.from(new Set(found.passes.map((one) => one.id))),
  ];
}"""
UNFOLD = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@pytest.fixture(scope="module")
def script() -> str:
    """The script of axe."""
    import axe_playwright_python  # noqa: PLC0415 - an extra of these tests

    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text("utf-8")


def examined(shown: Shown, script: str) -> list[Any]:
    """Return what axe finds, after it has looked for what it should be able to find."""
    rules, violations, passes = shown.evaluate(RUN % script)
    assert rules > 90
    assert {"color-contrast", "region", "target-size"} <= set(passes)
    return list(violations)


def test_axe_finds_what_is_wrong(shown: Shown, script: str, address: str) -> None:
    """A cell whose name lacks what is seen, and a control without a name, are found."""
    shown.visit(f"{address}#bureau=SCA")
    shown.evaluate(
        """() => {
          document.querySelector("td.tier-2WL").setAttribute("aria-label", "Watch List");
          document.querySelector("label[for=by-name]").remove();
          document.getElementById("by-name").removeAttribute("placeholder");
        }"""
    )
    found = {one[0] for one in examined(shown, script)}
    assert found == {"label-content-name-mismatch", "label"}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_axe_finds_nothing(
    shown: Shown, script: str, address: str, size: tuple[int, int], dark: bool
) -> None:
    """With all that folds unfolded, and with a country chosen, no rule is violated."""
    narrow = "bureau=SCA&edition=2021&sort=-2021"
    chosen = f"{narrow}&country=KAZ&cell=2020"
    for fragment in (chosen, narrow) if size == PHONE else (chosen,):
        shown.visit(f"{address}#{fragment}", size, dark=dark)
        shown.evaluate(UNFOLD)
        assert examined(shown, script) == []


def test_axe_finds_nothing_in_the_whole_grid(shown: Shown, script: str, address: str) -> None:
    """With every country and every edition, no rule is violated."""
    shown.visit(f"{address}#country=CUB&cell=2018")
    assert examined(shown, script) == []
