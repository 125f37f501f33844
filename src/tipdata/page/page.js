// Controls

const fill = (select, options) => {
  select.append(...options.map(([value, text]) => make("option", { value }, text)));
};

const drawControls = () => {
  const named = (one) => [one.id, one.label];
  fill(form.edition, [...years].reverse().map((year) => [String(year), String(year)]));
  fill(form.edition, [[ANY, "any edition"]]);
  fill(form.bureau, Object.entries(record.bureaus));
  fill(form.change, record.signs.moves.map(named));
  fill(form.evidence, record.signs.evidence.map(named));
  fill(form.outlook, record.verdicts.map((verdict) => [verdict, verdict]));
  if (record.next) byId("outlook-label").textContent = `Watch List outlook for ${record.next}`;
  for (const tier of signs.tiers.values()) {
    const chip = () => make("span", { class: `chip cell ${tier.look}` }, tier.short || "\u00a0");
    byId("legend").append(make("li", null, chip(), ` ${tier.label}`));
    if (!tier.id) continue;
    const [name, value] = ["tier", tier.id];
    const box = make("input", { type: "checkbox", name, value, "aria-label": nameAloud(tier) });
    byId("tiers").append(make("label", { title: tier.label }, box, chip()));
  }
  const weak = { derived: "derived from other placements", unverified: "unverified" };
  const dotted = record.signs.evidence.map((level) => weak[level.id]).filter(Boolean);
  if (dotted.length) {
    const mark = make("span", { class: "derived" }, "2");
    byId("legend").append(make("li", null, mark, ` dotted line: ${dotted.join(", or ")}`));
  }
  const wide = matchMedia("(min-width: 64rem)");
  const unfold = () => { byId("more").open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
};

drawControls();
// Without the grid, measuring the room of the map costs little.
startMap();
drawGrid();
byId("known").hidden = !known.rows.length;
byId("known").addEventListener("toggle", drawKnown, { once: true });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  filter();
  if (event.target.name === "edition") showEdition();
  remember(event.target.name === "q");
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  form.querySelectorAll("input[name=tier]").forEach((box) => { box.checked = false; });
  form.q.value = "";
  form.edition.value = usual;
  for (const name of ["change", "evidence", "bureau", "outlook"]) form[name].value = "";
  filter();
  showEdition();
  remember();
});
byId("skip").addEventListener("click", (event) => {
  // The address is the view's; a jump inside the page must not change it.
  event.preventDefault();
  focusable(stop || grid).focus();
});
addEventListener("hashchange", restore);
restore();
performance.mark("tipdata-drawn");
