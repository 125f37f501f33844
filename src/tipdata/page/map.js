// The map: what it draws, in which colours, and which part of the world

const ATLAS = record.map;
const atlas = {
  panel: byId("map"),
  svg: null,
  scroller: null,
  /** What is drawn: shapes, then dots, the largest first. */
  items: [],
  /** The place of the edition that is shown; with any edition, of the last one chosen. */
  edition: years.length - 1,
  /** What the colours are: "" for tiers, "previous", or the edition to compare with. */
  since: "",
  region: "",
  /** The codes that the filters leave, or null if they leave all. */
  left: null,
  /** The part of the grid that is shown, and how many pixels a step of the grid has. */
  box: null,
  scale: 0,
};
const LEAST_RADIUS = 2.2;
const LARGEST_RADIUS = 5.5;
const DOT_STEPS = 11;
const HATCHED = { absent: ["//"], moved: ["//", "\\\\"] };

/** Make an element of SVG. */
const sketch = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const kindsBySign = (fills) =>
  new Map(fills.map(([sign, label, look, short]) => [sign, { sign, label, look, short }]));
const mapKinds = ATLAS && kindsBySign(ATLAS.fills);
const mapChanges = ATLAS && kindsBySign(ATLAS.changes);

const labelOf = (code) => (byCode.has(code) ? byCode.get(code).label : ATLAS.names[code]);

/** The place of the edition to compare with, or -1 where the colours are those of tiers. */
const comparedWith = () => {
  if (atlas.since === "previous") return atlas.edition - 1;
  const place = years.indexOf(Number(atlas.since));
  return place < atlas.edition ? place : -1;
};

/** Return what the colour of a country says. */
const standingOf = (code) => {
  const signs = ATLAS.kinds[code];
  const [base, now] = [comparedWith(), signs[atlas.edition]];
  return base < 0 ? mapKinds.get(now) : mapChanges.get(ATLAS.compared[signs[base]][now]);
};

/** Say in words what a country is, or what happened to it. */
const standingInWords = (code) => {
  const standing = standingOf(code);
  const base = comparedWith();
  if (base < 0 || "-?.".includes(standing.sign)) return standing.label;
  const [before, after] = [base, atlas.edition].map((i) => mapKinds.get(ATLAS.kinds[code][i]).label);
  if (standing.sign === "=") return `${after} in ${years[base]} and in ${years[atlas.edition]}`;
  const steps = `from ${before} in ${years[base]} to ${after} in ${years[atlas.edition]}`;
  return standing.sign === "m" ? steps : `${standing.label} ${steps}`;
};

const isPale = (code) => Boolean(atlas.left) && !atlas.left.has(code);
const isDrawn = (item) => !item.when || item.when[atlas.edition] === "1";

/** Show what the edition has, and mark for each country the one part that takes the focus. */
const showItems = () => {
  const drawn = atlas.items.filter(isDrawn);
  const shaped = new Set(drawn.filter((item) => !item.isDot).map((item) => item.code));
  const taken = new Set();
  for (const item of atlas.items) item.visible = item.leads = false;
  // From the last to the first, so that a dot goes before the shape that it marks.
  for (const item of drawn.reverse()) {
    const small = item.isDot && item.area * atlas.scale ** 2 < ATLAS.smallest;
    item.visible = !item.isDot || small || !shaped.has(item.code);
    item.leads = item.visible && byCode.has(item.code) && !taken.has(item.code);
    if (item.leads) taken.add(item.code);
  }
  for (const item of atlas.items) item.node.toggleAttribute("hidden", !item.visible);
};

/** Give a part its name and make it a button, or hide it from screen readers. */
const nameItem = (item) => {
  const { node } = item;
  if (item.isReached) {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "-1");
    node.setAttribute("aria-label", `${labelOf(item.code)}: ${standingInWords(item.code)}`);
    node.removeAttribute("aria-hidden");
  } else {
    node.setAttribute("aria-hidden", "true");
    for (const name of ["role", "aria-label", "tabindex"]) node.removeAttribute(name);
  }
};

const paint = () => {
  showItems();
  for (const item of atlas.items) {
    item.isReached = item.visible && item.leads && Boolean(item.place) && !isPale(item.code);
    nameItem(item);
    if (!item.visible) continue;
    const look = isPale(item.code) ? "pale" : standingOf(item.code).look;
    item.node.setAttribute("class", `land ${look}`);
    if (look in HATCHED) item.node.setAttribute("fill", `url(#map-${look})`);
    else item.node.removeAttribute("fill");
  }
};

/** Return the part of the grid to show: a region, and more where the picture is wider or higher. */
const fitBox = ([x, y, width, height], ratio) => {
  const [wide, high] = [Math.max(width, height * ratio), Math.max(height, width / ratio)];
  const within = (from, size, whole) =>
    size >= whole ? (whole - size) / 2 : Math.max(0, Math.min(from, whole - size));
  const [fullWidth, fullHeight] = ATLAS.size;
  return [
    within(x - (wide - width) / 2, wide, fullWidth),
    within(y - (high - height) / 2, high, fullHeight),
    wide,
    high,
  ];
};

const ringsOf = (item) => {
  if (item.rings) return item.rings;
  let [x, y] = [0, 0];
  item.rings = item.node.getAttribute("d").split("z").slice(0, -1).map((part) => {
    const steps = part.match(/-?\d+/g).map(Number);
    [x, y] = [x + steps[0], y + steps[1]];
    const ring = [[x, y]];
    for (let n = 2; n < steps.length; n += 2) {
      const [lastX, lastY] = ring[ring.length - 1];
      ring.push([lastX + steps[n], lastY + steps[n + 1]]);
    }
    return ring;
  });
  return item.rings;
};

/** Return the middle of a country, or of its corners that are shown; null if none is. */
const placeOf = (item) => {
  const [left, top, width, height] = atlas.box;
  const inside = ([x, y]) => x >= left && x <= left + width && y >= top && y <= top + height;
  if (inside([item.x, item.y])) return [item.x, item.y];
  const corners = item.isDot ? [] : ringsOf(item).flat().filter(inside);
  const mean = (axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return corners.length ? [mean(0), mean(1)] : null;
};

const regionBox = () => {
  const found = ATLAS.regions.find(([id]) => id === atlas.region);
  return found ? found[2] : [0, 0, ...ATLAS.size];
};

/** Fit the map to its room: dots and hatches keep their size on the screen. */
const fitMap = () => {
  if (!atlas.svg) return;
  const region = regionBox();
  atlas.panel.classList.toggle("zoomed", Boolean(atlas.region));
  atlas.svg.setAttribute("viewBox", region.join(" "));
  atlas.svg.style.setProperty("--ratio", (atlas.region ? 1.5 : 1) * region[2] / region[3]);
  const { width, height } = atlas.svg.getBoundingClientRect();
  if (!width || !height) return;
  byId("map-sideways").hidden = atlas.scroller.scrollWidth <= atlas.scroller.clientWidth;
  atlas.box = fitBox(region, width / height);
  atlas.scale = width / atlas.box[2];
  atlas.svg.setAttribute("viewBox", atlas.box.map((n) => n.toFixed(2)).join(" "));
  const radius = Math.min(Math.max(DOT_STEPS * atlas.scale, LEAST_RADIUS), LARGEST_RADIUS);
  atlas.radius = radius / atlas.scale;
  for (const item of atlas.items) {
    item.place = placeOf(item);
    if (item.isDot) item.node.setAttribute("r", atlas.radius.toFixed(2));
  }
  for (const pattern of atlas.svg.querySelectorAll("pattern")) {
    pattern.setAttribute("patternTransform", `scale(${(1 / atlas.scale).toFixed(3)})`);
  }
};

const sketchPattern = ([look, lines]) => {
  const d = { "//": "M-1 1 1-1M0 6 6 0M5 7 7 5", "\\\\": "M-1 5 1 7M0 0 6 6M5-1 7 1" };
  const area = { id: `map-${look}`, patternUnits: "userSpaceOnUse", width: 6, height: 6, class: look };
  const ground = sketch("rect", { class: "ground", width: 6, height: 6 });
  return sketch("pattern", area, ground, ...lines.map((one) => sketch("path", { class: "lines", d: d[one] })));
};

const drawMap = () => {
  const shapes = ATLAS.shapes.map(([code, d, x, y, when]) => ({
    code, x, y, when, isDot: false, node: sketch("path", { d, "data-code": code }),
  }));
  const dots = ATLAS.dots.map(([code, x, y, area, when]) => ({
    code, x, y, area, when, isDot: true, node: sketch("circle", { cx: x, cy: y, "data-code": code }),
  }));
  atlas.items = [...shapes, ...dots];
  atlas.svg = sketch(
    "svg",
    { role: "group", "aria-describedby": "map-help" },
    sketch("defs", {}, ...Object.entries(HATCHED).map(sketchPattern)),
    ...atlas.items.map((item) => item.node),
  );
  atlas.scroller = make("div", { class: "scroller" }, atlas.svg);
};
