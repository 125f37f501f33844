// Filters

const checkedTiers = () =>
  Array.from(form.querySelectorAll("input[name=tier]:checked"), (box) => box.value);

/** Make the two tests that the form asks for: one for countries, one for cells. */
const asked = () => {
  const tiers = checkedTiers();
  const [change, level] = [form.change.value, form.evidence.value];
  const [bureau, outlook] = [form.bureau.value, form.outlook.value];
  const edition = form.edition.value;
  const named = namedBy(form.q.value);
  const ofCells = Boolean(tiers.length || change || level);
  const cell = (country, i) =>
    ofCells &&
    (edition === ANY || String(years[i]) === edition) &&
    (!tiers.length || tiers.includes(tierOf(country, i).id)) &&
    (!change || (moveOf(country, i) || {}).id === change) &&
    (!level || (levelOf(country, i) || {}).id === level);
  const country = (one) =>
    (!bureau || one.bureau === bureau) &&
    (!outlook || (one.outlook && one.outlook[0] === outlook)) &&
    named(one) &&
    (!ofCells || years.some((_, i) => cell(one, i)));
  return { country, cell, edition, ofCells };
};

/** Describe the filters in words, for screen readers and for print. */
const filtersInWords = () => {
  const text = (name) => form[name].value && form[name].selectedOptions[0].textContent;
  const labels = Array.from(signs.tiers.values())
    .filter((tier) => checkedTiers().includes(tier.id))
    .map((tier) => tier.label);
  const ofCells = [labels.join(" or "), text("change"), text("evidence")].filter(Boolean);
  if (ofCells.length) {
    ofCells.push(form.edition.value === ANY ? "in any edition" : `in ${form.edition.value}`);
  }
  const typed = form.q.value.trim() && `“${form.q.value.trim()}”`;
  return [...ofCells, text("bureau"), text("outlook"), typed].filter(Boolean).join(", ");
};

const filter = () => {
  const { country, cell, edition } = asked();
  let shown = 0;
  rows.forEach((row, n) => {
    const fits = country(countries[n]);
    row.hidden = !fits;
    shown += fits;
    for (let i = 0; i < years.length; i++) {
      row.cells[i + 1].classList.toggle("fits", fits && cell(countries[n], i));
    }
  });
  years.forEach((year, i) => {
    const head = grid.tHead.rows[0].cells[i + 1];
    if (String(year) === edition) head.setAttribute("aria-current", "true");
    else head.removeAttribute("aria-current");
  });
  const why = [filtersInWords(), orderInWords()].filter(Boolean).join("; ");
  byId("count").textContent = `${shown} of ${countries.length} countries${why && `: ${why}`}`;
  byId("none").hidden = shown > 0;
  if (!stop || stop.parentNode.hidden) rove(shown ? visibleRows()[0].cells[0] : null);
  tellWatchers();
};
