const record = JSON.parse(document.getElementById("record").textContent);
const { years, countries, sources, sayings, acts, known } = record;
const bySign = (signs) => new Map(signs.map((one) => [one.sign, one]));
const signs = {
  tiers: bySign(record.signs.tiers),
  evidence: bySign(record.signs.evidence),
  moves: bySign(record.signs.moves),
};
const byCode = new Map(countries.map((country) => [country.code, country]));
const byId = (id) => document.getElementById(id);
const form = byId("filters");
const grid = byId("grid");
const detail = byId("detail");

/** Make an element. Strings become text nodes, never markup, whatever they hold. */
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

const tierOf = (country, i) => signs.tiers.get(country.tiers[i]);
const levelOf = (country, i) => signs.evidence.get(country.evidence[i]);
const moveOf = (country, i) => signs.moves.get(country.moves[i]);
const said = (country, i) => {
  const level = levelOf(country, i);
  return tierOf(country, i).label + (level ? `, ${level.label}` : "");
};

/** Name a tier aloud where its short label is what is seen, for who says what they see. */
const nameAloud = ({ label, short }) =>
  /\p{L}|\p{N}/u.test(short) && !label.includes(short) ? `${label} (${short})` : label;
