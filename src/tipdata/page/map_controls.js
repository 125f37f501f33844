// The controls of the map: editions, colours and regions; and its legend

const PREVIOUS = "previous";
const STEP_MILLISECONDS = 1000;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const player = { timer: null, stepping: false };

/** Choose the edition that is shown, for the whole page. */
const stepTo = (place) => {
  player.stepping = true;
  openEdition(years[place], true);
  player.stepping = false;
};

const tellPlayer = () => {
  const rest = still.matches ? "Next edition" : "Play editions";
  byId("map-play").textContent = player.timer ? "Pause" : rest;
};

const pause = () => {
  clearInterval(player.timer);
  player.timer = null;
  tellPlayer();
};

const playOn = () => {
  stepTo(atlas.edition + 1);
  if (atlas.edition === years.length - 1) pause();
};

/** Play the editions up to the last; who asks for less motion goes on one at a time. */
const play = () => {
  if (player.timer) {
    pause();
    return;
  }
  stepTo(atlas.edition === years.length - 1 ? 0 : atlas.edition + 1);
  const more = atlas.edition < years.length - 1 && !still.matches;
  player.timer = more ? setInterval(playOn, STEP_MILLISECONDS) : null;
  tellPlayer();
};

/** Say why tiers are shown where changes are asked for. */
const whyTiers = () => {
  if (!atlas.since || comparedWith() >= 0) return "";
  return atlas.since === PREVIOUS
    ? `Tiers are shown: no edition is before ${years[atlas.edition]}.`
    : `Tiers are shown: choose an edition after ${atlas.since} to see changes.`;
};

const tellLegend = () => {
  const kinds = comparedWith() < 0 ? mapKinds : mapChanges;
  const codes = new Set(atlas.items.filter(isDrawn).map((item) => item.code));
  const left = Array.from(codes).filter((code) => !isPale(code));
  const entries = Array.from(kinds.values(), (kind) => {
    const count = left.filter((code) => standingOf(code).sign === kind.sign).length;
    return [kind, "-?.".includes(kind.sign) ? "" : `: ${count}`, count];
  }).filter(([, , count]) => count);
  if (left.length < codes.size) entries.push([{ look: "pale", label: "left out by the filters" }, ""]);
  const items = entries.map(([{ label, look, short }, count]) => {
    const chip = { class: `chip cell ${look}`, "aria-hidden": "true" };
    return make("li", null, make("span", chip, short || "\u00a0"), ` ${label}${count}`);
  });
  byId("map-legend").replaceChildren(...items);
};

/** Say which edition is shown and what the colours are. */
const tellMap = () => {
  const [year, base] = [years[atlas.edition], comparedWith()];
  const title = base < 0 ? `Tiers in ${year}` : `Changes from ${years[base]} to ${year}`;
  const region = ATLAS.regions.find(([id]) => id === atlas.region);
  byId("map-title").textContent = title;
  byId("map-why").textContent = whyTiers();
  byId("map-year").value = atlas.edition;
  byId("map-year").setAttribute("aria-valuetext", year);
  byId("map-edition").textContent = year;
  byId("map-since").value = atlas.since;
  byId("map-region").value = atlas.region;
  atlas.svg.setAttribute("aria-label", `Map${region ? ` of ${region[1]}` : ""}: ${title}`);
  tellLegend();
};

const showMap = () => {
  if (!atlas.svg) return;
  hideTip();
  paint();
  placeStop();
  tellMap();
};

/** Show the middle of the world where the map is wider than its room. */
const centreMap = () => {
  atlas.scroller.scrollLeft = (atlas.scroller.scrollWidth - atlas.scroller.clientWidth) / 2;
};

const zoomTo = (region) => {
  if (atlas.region === region) return;
  atlas.region = region;
  if (!atlas.svg) return;
  fitMap();
  centreMap();
  showMap();
};

const mapField = (text, control, ...more) =>
  make("div", { class: "field" }, make("label", { for: control.id }, text), control, ...more);

const drawMapControls = () => {
  const button = make("button", { type: "button", id: "map-play" });
  const ends = { min: 0, max: years.length - 1, autocomplete: "off" };
  const slider = make("input", { type: "range", id: "map-year", ...ends });
  const colours = make("select", { id: "map-since", autocomplete: "off" });
  const regions = make("select", { id: "map-region", autocomplete: "off" });
  fill(colours, [["", "tier"], [PREVIOUS, "change from the previous edition"]]);
  fill(colours, years.slice(0, -1).reverse().map((year) => [String(year), `change since ${year}`]));
  fill(regions, [["", "World"], ...ATLAS.regions.map(([id, label]) => [id, label])]);
  const range = mapField("Edition on the map", slider);
  range.classList.add("range");
  slider.after(make("span", { id: "map-edition", "aria-hidden": "true" }));
  const editions = make("div", { class: "editions" }, button, range);
  const coloured = mapField("Coloured by", colours);
  editions.hidden = coloured.hidden = years.length < 2;
  button.addEventListener("click", play);
  slider.addEventListener("input", () => openEdition(years[slider.value], true));
  colours.addEventListener("input", () => {
    atlas.since = colours.value;
    showMap();
    remember();
  });
  regions.addEventListener("input", () => {
    zoomTo(regions.value);
    remember();
  });
  return make("div", { class: "controls" }, editions, coloured, mapField("Part of the world", regions));
};

const MAP_NOTE =
  "The table has the same tiers. Shapes: Natural Earth. " +
  "The map takes no position on disputed lines; a dot marks a country, not a place.";
const MAP_SIDEWAYS = "Scroll the map sideways to see the rest of the world.";
const MAP_HELP =
  "The arrow keys move between countries, and Enter opens one. The table has the same tiers.";

/** Draw the map when it is first unfolded. */
const unfoldMap = () => {
  if (document.body.classList.contains("mapped") === atlas.panel.open) return;
  document.body.classList.toggle("mapped", atlas.panel.open);
  if (!atlas.panel.open) {
    if (atlas.svg) pause();
    hideTip();
    return;
  }
  if (!atlas.svg) {
    drawMap();
    const controls = drawMapControls();
    const about = make(
      "div",
      { class: "about-map" },
      make("p", { id: "map-sideways", class: "note", hidden: "" }, MAP_SIDEWAYS),
      make("p", { id: "map-title" }),
      controls,
      make("p", { id: "map-why", role: "note" }),
      make("ul", { id: "map-legend", "aria-label": "Colours of the map" }),
      make("p", { class: "note" }, MAP_NOTE),
    );
    const help = make("p", { id: "map-help", class: "unseen" }, MAP_HELP);
    atlas.panel.append(make("div", { class: "atlas" }, atlas.scroller, about, help), tip);
    watchPointer();
    new ResizeObserver(() => {
      fitMap();
      paint();
      placeStop();
    }).observe(atlas.svg);
    tellPlayer();
    still.addEventListener("change", pause);
  }
  fitMap();
  centreMap();
  showMap();
};

/** Set up the map of a record with editions. It is open where it leaves room for the table. */
const startMap = () => {
  if (!ATLAS) return;
  atlas.panel.hidden = false;
  const open = (value) => { if (value) atlas.panel.open = true; };
  addressed.push({
    name: "map",
    read: () => atlas.since,
    write: (value) => {
      const known = value === PREVIOUS || years.slice(0, -1).map(String).includes(value);
      atlas.since = known ? value : "";
      open(atlas.since);
    },
  });
  addressed.push({
    name: "region",
    read: () => atlas.region,
    write: (value) => {
      zoomTo(ATLAS.regions.some(([id]) => id === value) ? value : "");
      open(atlas.region);
    },
  });
  watchers.push(({ edition, shown, chosen: opened }) => {
    if (!player.stepping && player.timer) pause();
    if (edition !== null) atlas.edition = years.indexOf(edition);
    atlas.left = shown.length < countries.length ? new Set(shown.map((one) => one.code)) : null;
    showMap();
    comeBack(opened);
  });
  atlas.panel.addEventListener("toggle", unfoldMap);
  atlas.panel.open = matchMedia("(min-width: 64rem)").matches;
  unfoldMap();
};
