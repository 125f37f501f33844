// Pointing at the map: a tip, arrow keys among the countries, and opening one

const tip = make("div", { id: "map-tip", "aria-hidden": "true", hidden: "" });
const REACH = 9;
const pointing = { stop: null, outlines: {}, opener: null };

const hideTip = () => {
  tip.hidden = true;
  for (const one of Object.values(pointing.outlines)) one.setAttribute("hidden", "");
};

/** Show a tip beside a point of the screen, and wholly on the screen. */
const showTip = (code, x, y) => {
  tip.replaceChildren(make("strong", null, labelOf(code)), make("span", null, standingInWords(code)));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const above = y - height - 12;
  tip.style.left = `${Math.max(4, Math.min(x - width / 2, clientWidth - width - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(above < 4 ? y + 16 : above, clientHeight - height - 4))}px`;
};

/** Outline what is pointed at or focused, above everything else. */
const outline = (which, item) => {
  const shown = pointing.outlines[which];
  shown.toggleAttribute("hidden", !item);
  if (!item) return;
  const r = atlas.radius + 1.5 / atlas.scale;
  const circle = `M${item.x - r} ${item.y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  for (const line of shown.children) line.setAttribute("d", item.isDot ? circle : item.node.getAttribute("d"));
};

/** Return where a place of the grid is on the screen. */
const locate = ([x, y]) => {
  const screen = atlas.svg.getScreenCTM();
  return [x * screen.a + screen.e, y * screen.d + screen.f];
};

/** Return what is drawn at the pointer; a dot is also hit from close by. */
const hit = (event) => {
  const far = (item) => {
    const [x, y] = locate([item.x, item.y]);
    return Math.hypot(x - event.clientX, y - event.clientY);
  };
  const dots = atlas.items.filter((item) => item.isDot && item.visible && far(item) <= REACH);
  if (dots.length) return dots.reduce((one, other) => (far(other) < far(one) ? other : one));
  return atlas.items.find((item) => item.node === event.target) || null;
};

// The focus: one stop for the Tab key, arrow keys inside

const reachable = () => atlas.items.filter((item) => item.isReached);

const setStop = (item) => {
  const { stop } = pointing;
  if (stop && stop.isReached) stop.node.setAttribute("tabindex", "-1");
  pointing.stop = item;
  if (item) item.node.setAttribute("tabindex", "0");
};

/** Keep the stop at its country, or put it at the first one by name. */
const placeStop = () => {
  if (!atlas.box) return;
  const found = reachable();
  const code = pointing.stop && pointing.stop.code;
  const byName = countries.map((country) => found.find((item) => item.code === country.code));
  const next = found.find((item) => item.code === code) || byName.find(Boolean) || null;
  const focused = pointing.stop && pointing.stop.node === document.activeElement;
  setStop(next);
  if (focused && next) next.node.focus({ preventScroll: true });
};

/** Return the nearest country in a direction: one that is more ahead than aside, if there is any. */
const nextTo = (from, [across, down]) => {
  let [best, least] = [null, Infinity];
  for (const item of reachable()) {
    const [x, y] = [item.place[0] - from.place[0], item.place[1] - from.place[1]];
    const ahead = x * across + y * down;
    const aside = Math.abs(x * down - y * across);
    const cost = Math.hypot(x, y) + (ahead < aside ? ATLAS.size[0] : 0);
    if (ahead > 0 && cost < least) [best, least] = [item, cost];
  }
  return best;
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const openOnMap = (item) => {
  if (!item || !byCode.has(item.code)) return;
  hideTip();
  const [left, top] = [scrollX, scrollY];
  openCountry(byCode.get(item.code), years[atlas.edition]);
  pointing.opener = item;
  // Beside the map, the detail needs no scrolling; on a phone it takes the map's place.
  if (atlas.svg.getClientRects().length) scrollTo(left, top);
};

/** Give the focus back to the map when the country that was opened there is closed. */
const comeBack = (chosen) => {
  const { opener } = pointing;
  if (chosen && opener && chosen.code === opener.code) return;
  pointing.opener = null;
  if (chosen || !opener || !opener.isReached) return;
  if (stop && document.activeElement === focusable(stop)) {
    setStop(opener);
    opener.node.focus();
  }
};

/** Show the tip of the focused country, and bring it into view where the map scrolls sideways. */
const tellFocus = (item) => {
  const { scroller } = atlas;
  const room = scroller.getBoundingClientRect();
  const [x] = locate(item.place);
  if (x < room.left + 24 || x > room.right - 24) scroller.scrollLeft += x - (room.left + room.width / 2);
  atlas.svg.scrollIntoView({ block: "nearest", inline: "nearest" });
  outline("focus", item);
  showTip(item.code, ...locate(item.place));
};

const watchPointer = () => {
  const lines = () => ["halo", "line"].map((look) => sketch("path", { class: look }));
  for (const which of ["hover", "focus"]) {
    pointing.outlines[which] = sketch("g", { class: `outline ${which}`, "aria-hidden": "true", hidden: "" }, ...lines());
    atlas.svg.append(pointing.outlines[which]);
  }
  const itemOf = (node) => atlas.items.find((item) => item.node === node);
  atlas.svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const item = hit(event);
    outline("hover", item);
    if (item) showTip(item.code, event.clientX, event.clientY);
    else tip.hidden = true;
  });
  atlas.svg.addEventListener("pointerleave", () => {
    outline("hover", null);
    tip.hidden = true;
  });
  atlas.svg.addEventListener("click", (event) => openOnMap(hit(event)));
  // Chromium would let the focus stop at an SVG that listens to it.
  atlas.scroller.addEventListener("focusin", (event) => {
    const item = itemOf(event.target);
    if (item && event.target.matches(":focus-visible")) tellFocus(item);
  });
  atlas.scroller.addEventListener("focusout", hideTip);
  atlas.svg.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const item = itemOf(event.target);
    if (!item) return;
    const next = event.key in ARROWS ? nextTo(item, ARROWS[event.key]) : null;
    if (next) {
      setStop(next);
      next.node.focus({ preventScroll: true });
    } else if (event.key === "Enter" || event.key === " ") openOnMap(item);
    else if (!(event.key in ARROWS)) return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  const follow = () => {
    const item = itemOf(document.activeElement);
    if (tip.hidden) return;
    if (item && item.isReached) showTip(item.code, ...locate(item.place));
    else tip.hidden = true;
  };
  addEventListener("scroll", follow, { passive: true, capture: true });
};
