// The grid: one stop for the Tab key, arrow keys inside

let stop = null;
const visibleRows = () => Array.from(grid.tBodies[0].rows).filter((row) => !row.hidden);
const shownCountries = () => visibleRows().map((row) => byCode.get(row.dataset.code));
const focusable = (cell) => cell.querySelector("button") || cell;

const rove = (cell, focus = false) => {
  if (stop) focusable(stop).tabIndex = -1;
  stop = cell;
  if (!stop) return;
  focusable(stop).tabIndex = 0;
  if (focus) focusable(stop).focus();
};

// In the order of the countries; the table may have them in another one.
const rows = [];
const scroller = byId("scroller");
const headOf = (i) => grid.tHead.rows[0].cells[i];

const drawRow = (country) => {
  const name = make("button", { type: "button", tabindex: "-1" }, country.label);
  const row = make("tr", { "data-code": country.code }, make("th", { scope: "row" }, name));
  for (let i = 0; i < years.length; i++) {
    const tier = tierOf(country, i);
    const level = levelOf(country, i);
    const look = `cell ${tier.look} ${level ? level.label : ""}`;
    const aloud = nameAloud(tier) + (level ? `, ${level.label}` : "");
    row.append(make("td", { class: look, "aria-label": aloud }, tier.short));
  }
  return row;
};

const drawGrid = () => {
  const heads = ["Country", ...years.map(String)].map((text) => {
    const title = text === "Country" ? "Sort by name" : `Sort by tier in ${text}`;
    const button = make("button", { type: "button", tabindex: "-1", title }, text);
    return make("th", { scope: "col" }, button);
  });
  grid.tHead.rows[0].append(...heads);
  rows.push(...countries.map(drawRow));
  grid.tBodies[0].append(...rows);
  // Most readers come for the newest editions.
  scroller.scrollLeft = scroller.scrollWidth;
};

/** Scroll the column of the form's edition between the names and the right edge, if it is not there. */
const showEdition = () => {
  const i = years.indexOf(Number(form.edition.value));
  if (i < 0 || !scroller.clientWidth) return;
  const [head, names] = [headOf(i + 1), headOf(0).offsetWidth];
  const [left, right] = [head.offsetLeft, head.offsetLeft + head.offsetWidth];
  const { scrollLeft, clientWidth } = scroller;
  if (left >= scrollLeft + names && right <= scrollLeft + clientWidth) return;
  scroller.scrollLeft = (left + right - names - clientWidth) / 2;
};

const steps = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity],
};

grid.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || !stop) return;
  const step = steps[event.key];
  if (step) {
    const lines = [grid.tHead.rows[0], ...visibleRows()];
    const within = (n, least, length) => Math.max(least, Math.min(length - 1, n));
    const jump = event.ctrlKey && !step[0] && Math.abs(step[1]) === Infinity;
    // The heads are one step above the first country, and no jump leads there.
    const least = step[0] === -1 || (!step[0] && !jump && stop.closest("thead")) ? 0 : 1;
    const from = lines.indexOf(stop.parentNode);
    const line = within(from + (jump ? step[1] : step[0]), least, lines.length);
    const column = within(stop.cellIndex + step[1], 0, years.length + 1);
    rove(lines[line].cells[column], true);
  } else if (["Enter", " "].includes(event.key) && event.target.tagName === "TD") {
    event.target.click();
  } else return;
  event.preventDefault();
});

grid.addEventListener("click", (event) => {
  const cell = event.target.closest("td, th");
  if (!cell) return;
  rove(cell);
  if (cell.closest("thead")) {
    sortBy(cell.cellIndex);
    return;
  }
  const year = cell.cellIndex ? years[cell.cellIndex - 1] : null;
  openCountry(byCode.get(cell.parentNode.dataset.code), year);
});

grid.addEventListener("mouseover", (event) => {
  const cell = event.target.closest("td");
  if (!cell || cell.title) return;
  const country = byCode.get(cell.parentNode.dataset.code);
  const i = cell.cellIndex - 1;
  cell.title = `${country.label} ${years[i]}: ${said(country, i)}`;
});
