// The state of the page, and what its parts may use of each other

const ANY = "any";
const FIELDS = ["q", "edition", "tier", "change", "evidence", "bureau", "outlook"];
const usual = years.length ? String(years[years.length - 1]) : ANY;

// What is open beside the grid. The filters are kept in the form alone.
let chosen = null;
let chosenYear = null;

/** Functions that are called with the view whenever a filter or what is chosen has changed. */
const watchers = [];

/** More that the address keeps: {name, read: () => string, write: (string) => void}; "" is left out. */
const addressed = [];

/** Return the view: edition is a year or null for any, chosen a country or null. */
const view = () => ({
  edition: form.edition.value === ANY ? null : Number(form.edition.value),
  shown: shownCountries(),
  chosen,
  chosenYear,
});

const tellWatchers = () => {
  const now = view();
  for (const watcher of watchers) watcher(now);
};

/** Choose a country, in one edition if a year is given, as a click on the grid does. */
const openCountry = (country, year = null) => {
  choose(country, year);
  remember();
  byId("detail-name").focus();
};

/** Choose the edition of the form; passing ones, as of a slider, leave no step to go back to. */
const openEdition = (year, passing = false) => {
  form.edition.value = String(year);
  filter();
  showEdition();
  remember(passing);
};

// The address holds the filters and the chosen country

const asHash = () => {
  const kept = new URLSearchParams();
  for (const name of FIELDS) {
    for (const value of name === "tier" ? checkedTiers() : [form[name].value]) {
      if (value && !(name === "edition" && value === usual)) kept.append(name, value);
    }
  }
  for (const { name, read } of addressed) if (read()) kept.set(name, read());
  if (chosen) kept.set("country", chosen.code);
  if (chosenYear !== null) kept.set("cell", chosenYear);
  return kept.toString();
};

/** Write the view into the address. Going back undoes a choice, not a typed letter. */
const remember = (typing = false) => {
  const hash = `#${asHash()}`;
  if (hash === (location.hash || "#")) return;
  if (typing) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
};

const restore = () => {
  const wanted = new URLSearchParams(location.hash.slice(1));
  form.q.value = wanted.get("q") || "";
  for (const name of ["edition", "change", "evidence", "bureau", "outlook"]) {
    const value = wanted.get(name);
    const known = Array.from(form[name].options).some((option) => option.value === value);
    form[name].value = known ? value : name === "edition" ? usual : "";
  }
  for (const box of form.querySelectorAll("input[name=tier]")) {
    box.checked = wanted.getAll("tier").includes(box.value);
  }
  if (["tier", "change", "evidence", "bureau", "outlook"].some((name) => wanted.has(name))) {
    byId("more").open = true;
  }
  for (const { name, write } of addressed) write(wanted.get(name) || "");
  filter();
  showEdition();
  choose(byCode.get(wanted.get("country")), Number(wanted.get("cell")));
};
