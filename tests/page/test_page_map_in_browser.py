"""The map of the explorer page in a real Chromium: colours, editions, pointing, keyboard, paper."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import hostile
import tipdata
from browsers import DESKTOP, PHONE, Shown
from tipdata import Tier, TierRecord, page
from tipdata._tables.palette import CHANGE_FILLS, MAP_FILLS, TIER_FILLS
from tipdata.countries import CountryRegistry
from tipdata.loading.geometry import HEIGHT, SMALLEST, WIDTH, read_geometry

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

TIP = tipdata.load()
LABELS = {country.alpha_3: country.label for country in TIP.countries}

# What is drawn: code, whether it is a dot, the colour on the screen, its name, and its class.
DRAWN = """() => Array.from(document.querySelectorAll("#map .land"))
  .filter((node) => node.getClientRects().length && getComputedStyle(node).display !== "none")
  .map((node) => {
    const pattern = (node.getAttribute("fill") || "").match(/^url\\(#(.+)\\)$/);
    const filled = pattern ? document.getElementById(pattern[1]).querySelector("rect") : node;
    return [node.dataset.code, node.tagName === "circle", getComputedStyle(filled).fill,
      node.getAttribute("aria-label"), node.getAttribute("class").replace("land ", "")];
  })"""
SLIDE = """(place) => {
  const slider = document.getElementById("map-year");
  slider.value = place;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
WALK = """(keys) => {
  const found = {};
  for (const node of document.querySelectorAll("#map [role=button]")) {
    if (!node.getClientRects().length) continue;
    found[node.dataset.code] = keys.map((key) => {
      node.focus();
      node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      return document.activeElement.dataset.code;
    });
  }
  return found;
}"""
ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]


def rgb(colour: str) -> str:
    """Return a colour as browsers report it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def scale_of(shown: "Page") -> float:
    """Return the pixels for each step of the grid."""
    scale: float = shown.evaluate('document.querySelector("#map svg").getScreenCTM().a')
    return scale


def slide(shown: "Page", year: int) -> None:
    """Choose an edition by the slider."""
    shown.evaluate(SLIDE, TIP.years.index(year))


@pytest.mark.parametrize("size", [DESKTOP, (2600, 1500)])
def test_every_placement_of_every_edition_is_drawn(open_page: Open, size: tuple[int, int]) -> None:
    """Each edition has the shapes and dots of the library, each with the colour of its tier."""
    shown = open_page(size=size)
    for year in TIP.years:
        slide(shown, year)
        found = shown.evaluate(DRAWN)
        geometry, tiers = read_geometry(year), {}
        for one in TIP.placements(year):
            tiers[one.country.alpha_3] = one.tier.value
        count = Counter(code for code, is_dot, *_ in found if not is_dot)
        assert count == Counter(shape.code for shape in geometry.shapes)
        dots = Counter(code for code, is_dot, *_ in found if is_dot)
        assert dots == Counter(dot.code for dot in geometry.dots_at(scale_of(shown)))
        assert tiers.keys() <= count.keys() | dots.keys()
        for code, _, colour, _, _ in found:
            if code in tiers:
                assert colour == rgb(TIER_FILLS[tiers[code]].colour), (code, year)
            else:
                assert colour not in {rgb(fill.colour) for fill in TIER_FILLS.values()}, code
        names = [name for *_, name, _ in found if name]
        assert len(names) == len(set(names))
        assert {f"{LABELS[code]}: {tier}" for code, tier in tiers.items()} <= set(names)


@pytest.mark.parametrize(
    ("year", "since"), [(2025, None), (2025, 2001), (2012, 2011), (2004, 2002)]
)
def test_changes_have_their_own_colours(open_page: Open, year: int, since: int | None) -> None:
    """Coloured by change, each country has the colour of what `changes` says, and says it."""
    shown = open_page(f"#edition={year}&map={since or 'previous'}")
    changes = TIP.changes(year, since=since)
    words = {"upgrade": "rose", "downgrade": "fell", "unchanged": "unchanged"}
    expected = {
        one.country.alpha_3: words.get(one.direction, "entered, left or special case")
        for one in (*changes, *changes.unchanged)
    }
    for code, _, colour, name, _ in shown.evaluate(DRAWN):
        if code in expected:
            assert colour == rgb(CHANGE_FILLS[expected[code]].colour), code
        else:
            assert colour in {rgb(MAP_FILLS[kind].colour) for kind in list(MAP_FILLS)[-3:]}, code
        if name and expected.get(code) in ("rose", "fell"):
            change = next(one for one in changes if one.country.alpha_3 == code)
            assert name == (
                f"{LABELS[code]}: {expected[code]} from {change.before} in {changes.since}"
                f" to {change.after} in {year}"
            )
    counts = Counter(expected[code] for code in expected if code in read_geometry(year).codes)
    legend = shown.locator("#map-legend li").all_inner_texts()
    told = {line.split(" ", 1)[1] for line in legend if ": " in line}
    assert told == {f"{kind}: {count}" for kind, count in counts.items()}
    assert shown.inner_text("#map-title") == f"Changes from {changes.since} to {year}"


def test_the_legend_counts_the_placements(open_page: Open) -> None:
    """The legend names each tier of the edition with the number of its countries."""
    shown = open_page("#edition=2005")
    row = next(row for row in TIP.counts() if row.year == 2005)
    legend = shown.locator("#map-legend li").all_inner_texts()
    assert legend[:5] == [
        f"{tier.short} {tier.value}: {row.on(tier)}"
        for tier in (
            Tier.TIER_1,
            Tier.TIER_2,
            Tier.TIER_2_WATCH_LIST,
            Tier.TIER_3,
            Tier.SPECIAL_CASE,
        )
    ]
    assert [line.split(" ", 1)[1] for line in legend[5:]] == list(MAP_FILLS)[5::2]


def test_slider_form_and_address_agree(open_page: Open) -> None:
    """Whichever is used, slider, form and address have the same edition; "any" keeps the map."""
    shown = open_page()
    slider, edition = shown.locator("#map-year"), shown.get_by_label("Edition", exact=True)
    slider.focus()
    for _ in range(4):
        shown.keyboard.press("ArrowLeft")
    assert edition.input_value() == slider.get_attribute("aria-valuetext") == "2021"
    assert shown.url.endswith("#edition=2021")
    edition.select_option("2005")
    assert slider.get_attribute("aria-valuetext") == "2005"
    assert slider.input_value() == str(TIP.years.index(2005))
    edition.select_option("any")
    assert shown.inner_text("#map-title") == "Tiers in 2005"
    shown.get_by_label("Coloured by").select_option("change since 2001")
    shown.get_by_label("Part of the world").select_option("Africa")
    again = open_page("#" + shown.url.partition("#")[2])
    assert again.get_by_label("Coloured by").input_value() == "2001"
    assert again.get_by_label("Part of the world").input_value() == "africa"
    shown.go_back()
    assert shown.get_by_label("Part of the world").input_value() == ""
    shown.go_back()
    assert shown.inner_text("#map-title") == "Tiers in 2005"


@pytest.mark.parametrize(
    "fragment", ["#map=1999", "#map=2025", "#map=<b>&region=nowhere", "#region="]
)
def test_a_strange_address_is_the_plain_map(open_page: Open, fragment: str) -> None:
    """Colours and regions that the map does not know are ignored."""
    shown = open_page(fragment)
    assert shown.inner_text("#map-title") == "Tiers in 2025"
    assert shown.get_by_label("Part of the world").input_value() == ""


def test_where_nothing_can_be_compared_the_map_says_so(open_page: Open) -> None:
    """The first edition, and one before the chosen one, show tiers with the reason."""
    shown = open_page("#edition=2001&map=previous")
    assert shown.inner_text("#map-title") == "Tiers in 2001"
    assert shown.inner_text("#map-why") == "Tiers are shown: no edition is before 2001."
    slide(shown, 2002)
    assert shown.inner_text("#map-title") == "Changes from 2001 to 2002"
    assert shown.locator("#map-why").is_hidden()
    shown.get_by_label("Coloured by").select_option("2015")
    for year, compared in ((2014, False), (2015, False), (2016, True)):
        slide(shown, year)
        assert shown.inner_text("#map-title").startswith("Changes" if compared else "Tiers")
        assert ("choose an edition after 2015" in shown.inner_text("#map-why")) != compared


def test_playing_stops_at_the_last_edition(open_page: Open) -> None:
    """Play goes on an edition each second up to the last, can be paused, and starts anew after it."""
    shown = open_page("#edition=2021")
    shown.clock.install()
    button, title = shown.locator("#map-play"), shown.locator("#map-title")
    button.click()
    assert title.inner_text() == "Tiers in 2022"
    assert button.inner_text() == "Pause"
    shown.clock.run_for(1000)
    assert title.inner_text() == "Tiers in 2023"
    button.click()
    shown.clock.run_for(5000)
    assert title.inner_text() == "Tiers in 2023"
    button.click()
    shown.clock.run_for(10_000)
    assert title.inner_text() == "Tiers in 2025"
    assert button.inner_text() == "Play editions"
    button.click()
    assert title.inner_text() == "Tiers in 2001"
    shown.get_by_label("Edition", exact=True).select_option("2010")
    shown.clock.run_for(5000)
    assert title.inner_text() == "Tiers in 2010"
    shown.go_back()
    assert title.inner_text() == "Tiers in 2001"
    assert shown.evaluate("history.length") == 3


def test_nothing_plays_by_itself_where_motion_is_unwanted(open_page: Open) -> None:
    """Who asks for less motion goes on one edition for each press."""
    shown = open_page("#edition=2021", reduced_motion="reduce")
    shown.clock.install()
    button = shown.get_by_role("button", name="Next edition")
    button.click()
    shown.clock.run_for(5000)
    assert shown.inner_text("#map-title") == "Tiers in 2022"
    button.click()
    assert shown.inner_text("#map-title") == "Tiers in 2023"


def test_filters_leave_countries_pale(open_page: Open) -> None:
    """What the filters leave out has no tier's colour and no name, and the legend says so."""
    shown = open_page("#bureau=SCA")
    kept = {country.alpha_3 for country in TIP.where(bureau="SCA").countries}
    for code, _, _, name, look in shown.evaluate(DRAWN):
        assert (look == "pale") == (code not in kept), code
        assert bool(name) <= (code in kept), code
    assert "left out by the filters" in shown.inner_text("#map-legend")
    shown.get_by_role("button", name="Clear filters").click()
    assert all(look != "pale" for *_, look in shown.evaluate(DRAWN))


def centre(shown: "Page", code: str) -> tuple[float, float]:
    """Return where the capital's dot of a country is on the screen, or where its middle is."""
    found: list[float] = shown.evaluate(
        """(code) => {
          const screen = document.querySelector("#map svg").getScreenCTM();
          const map = JSON.parse(document.getElementById("record").textContent).map;
          const [, x, y] = map.dots.find((one) => one[0] === code)
            || map.shapes.find((one) => one[0] === code).filter((_, n) => n !== 1);
          return [x * screen.a + screen.e, y * screen.d + screen.f];
        }""",
        code,
    )
    return found[0], found[1]


def tip(shown: "Page") -> str:
    """Return what the tip says, or nothing if it cannot be seen."""
    box = shown.locator("#map-tip")
    return box.inner_text().replace("\n", ": ") if box.is_visible() else ""


def test_pointing_tells_and_clicking_opens(open_page: Open) -> None:
    """A pointer on a shape, or close to a dot, shows name and tier; a click opens the country."""
    shown = open_page("#edition=2021")
    x, y = centre(shown, "KAZ")
    shown.mouse.move(x, y)
    assert tip(shown) == "Kazakhstan: Tier 2"
    shown.keyboard.press("Escape")
    assert tip(shown) == ""
    x, y = centre(shown, "MHL")
    shown.mouse.move(x + 6, y - 4)
    assert tip(shown) == "Marshall Islands: Tier 2 Watch List"
    x, y = centre(shown, "GRL")
    shown.mouse.move(x, y)
    assert tip(shown) == "Greenland: no placement of its own"
    shown.mouse.click(x, y)
    assert shown.locator("#detail").is_hidden()
    shown.mouse.click(*centre(shown, "KAZ"))
    assert shown.inner_text("#detail-name") == "Kazakhstan"
    assert shown.inner_text("#evidence h3").startswith("2021: Tier 2")
    assert "country=KAZ&cell=2021" in shown.url
    assert shown.evaluate("scrollY") == 0
    shown.mouse.move(5, 5)
    assert tip(shown) == ""


@pytest.mark.parametrize(
    ("fragment", "size", "codes"),
    [
        ("#map=2001", DESKTOP, "USA CAN NZL FJI RUS CHL MHL GRL"),
        ("#map=2001", (1024, 700), "USA CAN NZL FJI RUS CHL MHL GRL"),
        ("#map=2001&region=africa", PHONE, "CPV SEN MUS SYC MDG TUN"),
    ],
)
def test_a_tip_stays_on_the_screen(
    open_page: Open, fragment: str, size: tuple[int, int], codes: str
) -> None:
    """Wherever the pointer is, the whole tip can be seen, and the page does not grow."""
    shown = open_page(fragment, size=size)
    shown.locator("#map svg").wait_for()
    for code in codes.split():
        shown.mouse.move(*centre(shown, code))
        box = shown.locator("#map-tip").bounding_box()
        assert box is not None, code
        assert box["x"] >= 0, code
        assert box["y"] >= 0, code
        assert box["x"] + box["width"] <= size[0], code
        assert box["y"] + box["height"] <= size[1], code
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_the_map_is_one_stop_and_enter_opens(open_page: Open) -> None:
    """Tab reaches one country; arrows lead to its neighbours, Enter opens it, Escape hides the tip."""
    shown = open_page()
    assert shown.locator("#map svg [tabindex='0']").count() == 1
    shown.locator("#map > summary").focus()
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.ariaLabel") == "Afghanistan: Tier 3"
    assert tip(shown) == "Afghanistan: Tier 3"
    for key, name in (
        ("ArrowUp", "Tajikistan"),
        ("ArrowRight", "Nepal"),
        ("ArrowLeft", "Pakistan"),
        ("ArrowUp", "Afghanistan"),
        ("ArrowLeft", "Turkmenistan"),
    ):
        shown.keyboard.press(key)
        assert shown.evaluate("document.activeElement.ariaLabel").startswith(f"{name}: "), key
        assert tip(shown).startswith(f"{name}: ")
        assert shown.locator("#map svg [tabindex='0']").count() == 1
    shown.keyboard.press("Escape")
    assert tip(shown) == ""
    shown.keyboard.press("Enter")
    assert shown.inner_text("#detail-name") == "Turkmenistan"
    shown.keyboard.press("Escape")
    assert shown.locator("#detail").is_hidden()
    assert shown.evaluate("document.activeElement.dataset.code") == "TKM"
    shown.locator("tr[data-code=FRA] td").first.click()
    shown.keyboard.press("Escape")
    assert shown.evaluate("document.activeElement.tagName") == "TD"


@pytest.mark.parametrize("fragment", [f"#edition={year}" for year in (2001, 2005, 2010, 2025)] + [
    f"#region={name}" for name in ("europe", "caribbean", "africa", "near-east", "asia", "pacific")
])  # fmt: skip
def test_the_arrows_reach_every_country(open_page: Open, fragment: str) -> None:
    """From any country that is shown, arrow keys lead to every other."""
    steps: dict[str, list[str]] = open_page(fragment).evaluate(WALK, ARROWS)
    assert len(steps) > 20
    for start in (min(steps), max(steps)):
        reached, new = {start}, [start]
        while new:
            found = set(steps[new.pop()]) - reached
            reached |= found
            new += found
        assert reached == set(steps)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focused_country_is_outlined(open_page: Open, scheme: str) -> None:
    """The focus is a dark line with a light one around it, above all other shapes."""
    shown = open_page(color_scheme=scheme)
    outline = shown.locator("#map .outline.focus")
    assert outline.is_hidden()
    shown.locator("#map > summary").focus()
    shown.keyboard.press("Tab")
    assert outline.is_visible()
    node = shown.locator("#map svg [tabindex='0']")
    assert shown.locator("#map .outline.focus .line").get_attribute("d") == node.get_attribute("d")
    widths = outline.evaluate(
        "all => Array.from(all.children, (one) => parseFloat(getComputedStyle(one).strokeWidth))"
    )
    assert widths[0] > widths[1] >= 3
    shown.keyboard.press("Tab")
    assert outline.is_hidden()


def test_a_screen_reader_hears_the_countries(open_page: Open) -> None:
    """The map is a named group of buttons, and says that the table has the same facts."""
    shown = open_page("#edition=2021&region=asia")
    group = shown.get_by_role("group", name="Map of South and Central Asia: Tiers in 2021")
    assert group.get_by_role("button", name="Kyrgyz Republic: Tier 2", exact=True).count() == 1
    described = group.get_attribute("aria-describedby")
    assert "The table has the same tiers." in shown.locator(f"#{described}").inner_text()
    assert "takes no position on disputed lines" in shown.locator("#map .note").last.inner_text()
    assert shown.get_by_role("slider", name="Edition on the map").count() == 1
    hidden = shown.eval_on_selector_all(
        "#map .land:not([role])", "all => all.every((one) => one.ariaHidden === 'true')"
    )
    assert hidden


def test_a_phone_scrolls_the_map_sideways(open_page: Open) -> None:
    """Folded until asked for; then 820 pixels wide from the middle on, and the page stays narrow."""
    shown = open_page(size=PHONE)
    assert shown.locator("#map > summary").is_visible()
    assert shown.locator("#map svg").count() == 0
    shown.locator("#map > summary").click()
    shown.locator("#map svg").wait_for()
    left, room, whole = shown.locator("#map .scroller").evaluate(
        "one => [one.scrollLeft, one.clientWidth, one.scrollWidth]"
    )
    assert whole == 820
    assert left == pytest.approx((whole - room) / 2, abs=1)
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert shown.locator("#map-sideways").is_visible()
    assert open_page().locator("#map-sideways").is_hidden()
    shown.locator("#map svg [data-code=FJI][role]").focus()
    shown.keyboard.press("ArrowLeft")
    shown.keyboard.press("ArrowRight")
    box = shown.locator("#map svg [data-code=FJI][role]").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= PHONE[0]
    shown.get_by_label("Part of the world").select_option("Africa")
    assert shown.locator("#map .scroller").evaluate("one => one.scrollWidth") <= PHONE[0]
    assert shown.locator("#map-sideways").is_hidden()
    shown.mouse.click(*centre(shown, "COD"))
    assert shown.locator("#map").is_hidden()
    assert shown.inner_text("#detail-name") == "Congo, Democratic Republic of the"
    assert open_page("#region=africa", size=PHONE).locator("#map svg").is_visible()


def test_the_dots_keep_their_size(open_page: Open) -> None:
    """A dot is between 4 and 12 pixels wide in every part of the world, and overlaps no other."""
    for fragment in ("", "#region=caribbean", "#region=pacific", "#region=europe"):
        shown = open_page(fragment)
        radii = shown.eval_on_selector_all(
            "#map circle:not([hidden])", "all => all.map((one) => +one.getAttribute('r'))"
        )
        assert 2 <= radii[0] * scale_of(shown) <= 6
        assert radii[0] <= 11
        assert len(set(radii)) == 1


def test_the_map_prints(open_page: Open) -> None:
    """On paper the map is as wide as the sheet, in its colours, without controls."""
    shown = open_page("#edition=2005")
    shown.set_viewport_size({"width": 1047, "height": 700})
    shown.emulate_media(media="print")
    box = shown.locator("#map svg").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1047
    assert box["height"] <= 700
    assert shown.locator("#map .controls").is_hidden()
    assert shown.locator("#map-legend").is_visible()
    exact = shown.locator("#map [data-code=FRA]").evaluate(
        "one => getComputedStyle(one).printColorAdjust"
    )
    assert exact == "exact"
    shown.emulate_media(media="screen")
    shown.locator("#map > summary").click()
    shown.emulate_media(media="print")
    assert shown.locator("#map").is_hidden()
    assert open_page("#country=KGZ").pdf().startswith(b"%PDF")


@pytest.mark.parametrize("record", [
    TierRecord.from_rows([]),
    TIP.where(bureau="SCA", since=2020),
    TIP.with_edition(2026, [("KGZ", "Tier 1")], partial=True),
    TierRecord.from_rows([("KGZ", 2021, "Tier 2")]),
    hostile.record(hostile.TEXT),
], ids=["empty", "selection", "new edition", "one edition", "unknown country"])  # fmt: skip
def test_any_record_opens(open_page: Open, tmp_path: Path, record: TierRecord) -> None:
    """Whatever record a page has, the map draws what it knows of it, or is not there."""
    page.write(tmp_path / "out.html", record)
    shown = open_page(address=(tmp_path / "out.html").as_uri())
    if not record.years:
        assert shown.locator("#map").is_hidden()
        return
    last = record.years[-1]
    found = {code: (colour, look) for code, _, colour, _, look in shown.evaluate(DRAWN)}
    assert found.keys() == set(read_geometry(last).codes)
    assert found["GRL"][1] == "unplaced"
    assert shown.locator("#map-play").is_visible() == (len(record.years) > 1)
    for one in record.placements(last):
        if one.country.alpha_3 in found:
            assert found[one.country.alpha_3][0] == rgb(TIER_FILLS[one.tier.value].colour)
    kept = {country.alpha_3 for country in record.countries}
    if record.withheld:
        assert found["FRA"][1] == "withheld"
        assert "FRA" in kept or shown.locator("#map [data-code=FRA][role]").count() == 0


def test_names_on_the_map_are_text(open_page: Open, tmp_path: Path) -> None:
    """A name that tries to be markup is shown in the tip and read aloud as the text that it is."""
    asia = TIP.where(countries="KAZ")
    (country,) = asia.countries
    named = attrs.evolve(country, name=hostile.TEXT, report_name=hostile.TEXT)
    others = [one for one in TIP.registry.countries if one != country]
    registry = CountryRegistry(countries=[*others, named], successions=TIP.registry.successions)
    record = attrs.evolve(asia, countries=(named,), registry=registry)
    page.write(tmp_path / "out.html", record)
    shown = open_page(address=(tmp_path / "out.html").as_uri())
    shown.mouse.move(*centre(shown, "KAZ"))
    assert tip(shown).startswith(hostile.TEXT)
    label = shown.locator("#map [data-code=KAZ]").get_attribute("aria-label")
    assert (label or "").startswith(hostile.TEXT)
    assert shown.evaluate("window.hacked") is None
    assert shown.locator("#map img, #map script").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, (2600, 1500)])
def test_the_part_of_the_grid_has_the_scale_of_the_screen(
    open_page: Open, size: tuple[int, int]
) -> None:
    """The world fills the map, a region is whole on it, and dots are those of its scale."""
    shown = open_page(size=size)
    box = [float(n) for n in (shown.locator("#map svg").get_attribute("viewBox") or "").split()]
    assert box == pytest.approx([0, 0, WIDTH, HEIGHT], abs=40)
    for option in ("Caribbean", "Europe", "East Asia and Pacific"):
        shown.get_by_label("Part of the world").select_option(option)
        small = {
            d.code for d in read_geometry(2025).dots if d.area * scale_of(shown) ** 2 < SMALLEST
        }
        shaped = {shape.code for shape in read_geometry(2025).shapes}
        dots = {code for code, is_dot, *_ in shown.evaluate(DRAWN) if is_dot}
        assert dots == {
            d.code for d in read_geometry(2025).dots if d.code in small or d.code not in shaped
        }


def test_the_map_costs_little_time(open_page: Open) -> None:
    """With its map open, the page is drawn within a second."""
    drawn = "performance.getEntriesByName('tipdata-drawn')[0].startTime"
    times: list[Any] = []
    for _ in range(3):
        shown = open_page()
        assert shown.locator("#map svg").is_visible()
        times.append(shown.evaluate(drawn))
    assert min(times) < 1000


@pytest.mark.parametrize("year", [2001, 2010, 2025])
def test_both_browsers_draw_the_same(shown: Shown, address: str, year: int) -> None:
    """In Chromium and in Firefox, each placement has the colour of its tier, and no error shows."""
    shown.visit(f"{address}#edition={year}")
    tiers = {one.country.alpha_3: one.tier.value for one in TIP.placements(year)}
    found = shown.evaluate(DRAWN)
    assert tiers.keys() <= {code for code, *_ in found}
    for code, _, colour, _, _ in found:
        if code in tiers:
            assert colour == rgb(TIER_FILLS[tiers[code]].colour), code
    assert shown.complaints() == []


def test_both_browsers_obey_the_keyboard(shown: Shown, address: str) -> None:
    """In Chromium and in Firefox, Tab, arrows, Enter and Escape lead to a country and back."""
    shown.visit(f"{address}#edition=2021")
    shown.evaluate('document.querySelector("#map > summary").focus()')
    active = "document.activeElement.getAttribute('aria-label')"
    shown.press("Tab")
    assert shown.evaluate(active) == "Afghanistan: Tier 3"
    assert shown.evaluate("document.getElementById('map-tip').innerText").startswith("Afghanistan")
    shown.press("ArrowUp", "ArrowUp")
    assert shown.evaluate(active) == "Kyrgyz Republic: Tier 2"
    shown.press("Enter")
    assert shown.evaluate("document.activeElement.textContent") == "Kyrgyz Republic"
    shown.press("Escape")
    assert shown.evaluate(active) == "Kyrgyz Republic: Tier 2"
    assert shown.complaints() == []
