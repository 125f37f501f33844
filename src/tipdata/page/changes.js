// What changed in the edition of the form

const MOVES = record.signs.moves.filter((move) => move.id !== "unchanged");

/** Return the change of a country in an edition, in the library's words. */
const changeOf = (country, i) => {
  const moved = Array.from(country.moves.slice(0, i)).filter((sign) => sign !== " " && sign !== "=");
  return country.changes[moved.length];
};

const opener = (country) => {
  const link = make("a", { href: `#country=${encodeURIComponent(country.code)}` }, country.label);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openCountry(country, Number(form.edition.value));
  });
  return link;
};

const movedIn = (i, move) => {
  const moved = countries.filter((country) => country.moves[i] === move.sign);
  if (!moved.length) return "";
  const items = moved.map((country) => {
    // The heading says the rest, unless there is more to say.
    const text = changeOf(country, i).slice(country.label.length);
    const ending = ` (${years[i]}, ${move.word})`;
    const told = text.endsWith(ending) ? text.slice(0, -ending.length) : text;
    return make("li", null, opener(country), told);
  });
  const head = make("h3", null, `${move.head} (${moved.length})`);
  return make("section", null, head, make("ul", null, ...items));
};

const listChanges = (i) => {
  const { skipped } = record.summaries[i];
  const left = (skipped || []).map((code) => byCode.get(code)).filter(Boolean);
  const items = left.flatMap((country, n) => [n ? ", " : "", opener(country)]);
  const note = items.length
    ? make("p", null, "Not compared, because this selection leaves out a placement: ", ...items, ".")
    : "";
  byId("moved").replaceChildren(...MOVES.map((move) => movedIn(i, move)).filter(Boolean), note);
};

let summarized = null;

const summarize = () => {
  const i = years.indexOf(Number(form.edition.value));
  byId("changes").hidden = i < 0;
  if (i < 0 || i === summarized) return;
  summarized = i;
  byId("changes-title").textContent = record.summaries[i].title;
  byId("moved").replaceChildren();
  if (byId("changes").open) listChanges(i);
};

watchers.push(summarize);
byId("changes").addEventListener("toggle", () => {
  if (byId("changes").open && summarized !== null) listChanges(summarized);
});
