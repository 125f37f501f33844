// One country

const listOf = (texts, none) =>
  texts.length
    ? make("ul", null, ...texts.map((text) => make("li", null, text)))
    : make("p", { class: "none" }, none);

// Only whole web addresses become links: "http://host/<Country>.htm" is only a pattern.
const sourceText = (text) =>
  text
    .split(/(https?:\/\/[^\s<>"]+(?=\s|$))/)
    .map((part, n) =>
      n % 2 ? make("a", { href: part, rel: "noopener noreferrer" }, part) : part,
    );

/** Decode who says what: each number is a source and one of the texts. */
const decode = (numbers, texts) =>
  numbers.map((code) => [texts[code % texts.length], sources[Math.floor(code / texts.length)]]);

const SIDES = [
  ["Sources that agree", "for"],
  ["Sources that allow another tier too", "either"],
  ["Sources that disagree", "against"],
];

const claimsOf = (country, i, side) =>
  decode(country.claims[i], sayings)
    .filter(([saying]) => saying.side === side)
    .map(([saying, source]) => make("li", null, `${saying.text}: `, ...sourceText(source)));

const actsOf = (country, i) =>
  decode((country.acts && country.acts[years[i]]) || [], acts ? acts.deeds : []).map(
    ([[words, kind], source]) => {
      const remark = acts.remarks[kind][years[i]];
      const from = make("span", { class: "from" }, "Source: ", ...sourceText(source));
      return make("li", null, words, from, remark ? make("span", { class: "from" }, remark) : "");
    },
  );

const evidenceOf = (country, i) => {
  const parts = [make("h3", null, `${years[i]}: ${said(country, i)}`)];
  const families = country.families[i];
  const agree = families === 1 ? "family of sources agrees" : "families of sources agree";
  const level = levelOf(country, i);
  const about = [
    ...(country.about[years[i]] || []),
    level ? level.means : "",
    families ? `${families} independent ${agree}.` : "",
    record.signs.official[country.official[i]] || "",
  ];
  parts.push(...about.filter(Boolean).map((text) => make("p", null, text)));
  const named = actsOf(country, i);
  if (named.length) {
    parts.push(make("h4", null, "Official acts"), make("ul", { class: "acts" }, ...named));
  }
  for (const [title, side] of SIDES) {
    const claims = claimsOf(country, i, side);
    if (claims.length) parts.push(make("h4", null, title), make("ul", null, ...claims));
  }
  if (parts.length === 1) parts.push(make("p", { class: "none" }, "No sources recorded."));
  return parts;
};

const showEvidence = (country, i) => {
  byId("evidence").replaceChildren(...evidenceOf(country, i));
  byId("series").querySelectorAll("button").forEach((button, n) => {
    button.setAttribute("aria-pressed", String(n === i));
  });
};

const seriesOf = (country) => {
  const items = years.map((year, i) => {
    const tier = tierOf(country, i);
    const button = make(
      "button",
      { type: "button", class: `cell ${tier.look}` },
      String(year),
      make("span", { "aria-hidden": "true" }, tier.short || "\u00a0"),
      make("span", { class: "unseen" }, said(country, i)),
    );
    button.addEventListener("click", () => {
      chosenYear = year;
      showEvidence(country, i);
      remember();
    });
    return make("li", null, button);
  });
  return make("ol", { id: "series" }, ...items);
};

const related = ([text, code]) =>
  byCode.has(code) ? make("a", { href: `#country=${encodeURIComponent(code)}` }, text) : text;

/** The edition whose evidence is shown first: the filter's, or the country's last. */
const usualEdition = (country) => {
  const placed = years.map((_, i) => i).filter((i) => levelOf(country, i));
  const wanted = years.findIndex((year) => String(year) === form.edition.value);
  return placed.includes(wanted) ? wanted : placed.length ? placed[placed.length - 1] : 0;
};

const drawDetail = (country) => {
  const close = make("button", { type: "button", id: "close" }, "Close");
  close.addEventListener("click", leave);
  const heading = make("h2", { id: "detail-name", tabindex: "-1" }, country.label);
  const outlook = country.outlook ? country.outlook[1] : country.noOutlook;
  detail.replaceChildren(
    make("div", { class: "head" }, heading, close),
    make("p", null, [country.code, country.common, country.region].filter(Boolean).join(" · ")),
    make("h3", null, "Placements"),
    make("p", { class: "unseen" }, "Choose an edition to see its sources."),
    seriesOf(country),
    make("div", { id: "evidence" }),
    acts ? make("p", { class: "note" }, acts.note) : "",
    make("h3", null, `Watch List outlook for ${record.next}`),
    make("p", { id: "outlook" }, outlook),
    make("h3", null, "Changes"),
    listOf(country.changes, "None."),
    make("h3", null, "Spells"),
    listOf(country.spells, "None."),
    make("h3", null, "Names"),
    listOf([...country.called, ...country.related.map(related)], ""),
  );
  detail.scrollTop = 0;
};

const choose = (country, year) => {
  chosen = country || null;
  chosenYear = chosen && years.includes(year) ? year : null;
  const focused = detail.contains(document.activeElement);
  detail.hidden = !chosen;
  document.body.classList.toggle("chosen", Boolean(chosen));
  document.title = (chosen ? `${chosen.label}: ` : "") + byId("title").textContent;
  for (const row of grid.tBodies[0].rows) {
    if (chosen && row.dataset.code === chosen.code) row.setAttribute("aria-selected", "true");
    else row.removeAttribute("aria-selected");
  }
  if (chosen) {
    const i = chosenYear === null ? usualEdition(chosen) : years.indexOf(chosenYear);
    drawDetail(chosen);
    showEvidence(chosen, i);
    const row = rows[countries.indexOf(chosen)];
    const [left, top] = [scrollX, scrollY];
    row.cells[i + 1].scrollIntoView({ block: "nearest", inline: "nearest" });
    // Only the grid scrolls: the map above it stays where it is.
    scrollTo(left, top);
    if (focused) byId("detail-name").focus();
  } else {
    detail.replaceChildren();
    showEdition();
    if (focused && stop) focusable(stop).focus();
  }
  tellWatchers();
};

const leave = () => {
  choose(null);
  remember();
};

detail.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leave();
});
