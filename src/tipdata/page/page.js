"use strict";
{
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
  const ANY = "any";
  const FIELDS = ["q", "edition", "tier", "change", "evidence", "bureau", "outlook"];

  // What is open beside the grid. The filters are kept in the form alone.
  let chosen = null;
  let chosenYear = null;

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

  // Names as they are typed

  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", ı: "i", ß: "ss", ς: "σ", և: "եւ" };
  const MARKS = /\p{M}/gu;

  // The library keeps the vowel signs of some scripts, which \p{M} cannot tell from accents.
  for (const country of record.countries) {
    country.names = country.names.map((form) => form.replace(MARKS, ""));
  }

  /** Return the words of a string, folded as the library folds names. */
  const words = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(MARKS, "")
      .replace(/[øłđðæœıßςև]/g, (letter) => LETTERS[letter])
      .replace(/['‘’‛ʻʼ′´`"“”„‟«»\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/&/g, " and ")
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word);

  /** Make the test whether a string may name a country: each of its words begins one of a name. */
  const namedBy = (text) => {
    const code = text.trim().toUpperCase();
    const typed = words(text);
    const wanted = typed.filter((word) => !record.unsaid.includes(word));
    const joined = wanted.join("");
    const begins = (form) => {
      const own = form.split(" ");
      return wanted.every((word) => {
        const full = record.abbreviations[word];
        return own.some((one) => one.startsWith(word) || (full && one.startsWith(full)));
      });
    };
    return (country) =>
      !wanted.length ||
      country.codes.includes(code) ||
      country.names.some((form) => begins(form) || form.replace(/ /g, "").startsWith(joined));
  };

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
    Array.from(grid.tBodies[0].rows).forEach((row, n) => {
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
    const why = filtersInWords();
    byId("count").textContent = `${shown} of ${countries.length} countries${why && `: ${why}`}`;
    byId("none").hidden = shown > 0;
    if (!stop || stop.parentNode.hidden) rove(shown ? visibleRows()[0].cells[0] : null);
  };

  // The grid: one stop for the Tab key, arrow keys inside

  let stop = null;
  const visibleRows = () => Array.from(grid.tBodies[0].rows).filter((row) => !row.hidden);
  const focusable = (cell) => cell.querySelector("button") || cell;

  const rove = (cell, focus = false) => {
    if (stop) focusable(stop).tabIndex = -1;
    stop = cell;
    if (!stop) return;
    focusable(stop).tabIndex = 0;
    if (focus) focusable(stop).focus();
  };

  const drawGrid = () => {
    const heads = years.map((year) => make("th", { scope: "col" }, String(year)));
    grid.tHead.rows[0].append(make("th", { scope: "col" }, "Country"), ...heads);
    const rows = document.createDocumentFragment();
    for (const country of countries) {
      const name = make("button", { type: "button", tabindex: "-1" }, country.label);
      const row = make("tr", { "data-code": country.code }, make("th", { scope: "row" }, name));
      for (let i = 0; i < years.length; i++) {
        const tier = tierOf(country, i);
        const level = levelOf(country, i);
        const look = `cell ${tier.look} ${level ? level.label : ""}`;
        row.append(make("td", { class: look, "aria-label": said(country, i) }, tier.short));
      }
      rows.append(row);
    }
    grid.tBodies[0].append(rows);
    // Most readers come for the newest editions.
    byId("scroller").scrollLeft = byId("scroller").scrollWidth;
  };

  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity],
  };

  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || !stop) return;
    const step = steps[event.key];
    if (step) {
      const rows = visibleRows();
      const within = (n, length) => Math.max(0, Math.min(length - 1, n));
      const jump = event.ctrlKey && !step[0] && Math.abs(step[1]) === Infinity;
      const line = within(rows.indexOf(stop.parentNode) + (jump ? step[1] : step[0]), rows.length);
      const column = within(stop.cellIndex + step[1], years.length + 1);
      rove(rows[line].cells[column], true);
    } else if (["Enter", " "].includes(event.key) && event.target.tagName === "TD") {
      event.target.click();
    } else return;
    event.preventDefault();
  });

  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td, tbody th");
    if (!cell) return;
    rove(cell);
    const year = cell.cellIndex ? years[cell.cellIndex - 1] : null;
    choose(byCode.get(cell.parentNode.dataset.code), year);
    remember();
    byId("detail-name").focus();
  });

  grid.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td");
    if (!cell || cell.title) return;
    const country = byCode.get(cell.parentNode.dataset.code);
    const i = cell.cellIndex - 1;
    cell.title = `${country.label} ${years[i]}: ${said(country, i)}`;
  });

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
    const about = [
      ...(country.about[years[i]] || []),
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
        { type: "button", class: `cell ${tier.look}`, "aria-label": `${year}: ${said(country, i)}` },
        String(year),
        make("span", null, tier.short || "\u00a0"),
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
      const row = grid.tBodies[0].rows[countries.indexOf(chosen)];
      row.cells[i + 1].scrollIntoView({ block: "nearest", inline: "nearest" });
      if (focused) byId("detail-name").focus();
    } else {
      detail.replaceChildren();
      if (focused && stop) focusable(stop).focus();
    }
  };

  const leave = () => {
    choose(null);
    remember();
  };

  detail.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });

  // The address holds the filters and the chosen country

  const asHash = () => {
    const kept = new URLSearchParams();
    for (const name of FIELDS) {
      for (const value of name === "tier" ? checkedTiers() : [form[name].value]) {
        if (value && !(name === "edition" && value === usual)) kept.append(name, value);
      }
    }
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
    filter();
    choose(byCode.get(wanted.get("country")), Number(wanted.get("cell")));
  };

  // Controls

  const usual = years.length ? String(years[years.length - 1]) : ANY;

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
      const box = make("input", { type: "checkbox", name, value, "aria-label": tier.label });
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

  // How well the placements are known

  const number = (count) => count.toLocaleString("en-US");
  const cellsOf = (counts) => counts.map((count) => make("td", null, number(count)));
  const headsOf = (texts) =>
    make("thead", null, make("tr", null, ...texts.map((text) => make("th", { scope: "col" }, text))));

  /** Make the rows of one edition, or of all: the sums, then each tier. */
  const groupOf = (title, rows) => {
    const sums = rows[0].slice(2).map((_, n) => rows.reduce((sum, row) => sum + row[n + 2], 0));
    const placed = (counts) => counts.slice(0, -1).reduce((sum, count) => sum + count, 0);
    const lines = rows.filter((row) => row[1]).map(([, short, ...counts]) => {
      const tier = record.signs.tiers.find((one) => one.short === short);
      const chip = make("span", { class: `chip cell ${tier.look}` }, short);
      const head = make("th", { scope: "row", "aria-label": tier.label, title: tier.label }, chip);
      return make("tr", null, head, ...cellsOf([placed(counts), ...counts]));
    });
    const head = make("th", { scope: "rowgroup", rowspan: lines.length + 1 }, title);
    const all = make("th", { scope: "row" }, "all");
    const sum = make("tr", { class: "sum" }, head, all, ...cellsOf([placed(sums), ...sums]));
    return make("tbody", null, sum, ...lines);
  };

  const drawKnown = () => {
    const levels = record.signs.evidence;
    const meanings = [...levels.map((one) => [one.label, one.means]), ["official", known.official]];
    const terms = meanings.flatMap(([word, means]) => [
      make("dt", null, word),
      make("dd", null, means),
    ]);
    const heads = ["Edition", "Tier", "total", ...meanings.map(([word]) => word)];
    const caption = make("caption", { id: "known-caption" }, known.caption);
    const groups = years
      .map((year) => [String(year), known.rows.filter((row) => row[0] === year)])
      .filter(([, rows]) => rows.length);
    const whole = known.rows.map(([year, , ...counts]) => [year, "", ...counts]);
    const bodies = [["All", whole], ...groups].map(([title, rows]) => groupOf(title, rows));
    const table = make("table", { id: "levels" }, caption, headsOf(heads), ...bodies);
    const frame = { class: "sheet", tabindex: "0", role: "group", "aria-labelledby": "known-caption" };
    byId("known").append(
      make("div", { class: "known" }, make("dl", null, ...terms), make("div", frame, table), figuresOf()),
    );
  };

  const figuresOf = () => {
    const { figures } = known;
    if (!figures) return "";
    const items = figures.rows.map(([year, words, published, counted, source, remark]) => {
      const from = [remark, source && `Source: ${source}`]
        .filter(Boolean)
        .map((text) => make("span", { class: "from" }, text));
      const counts = `${number(published)} published, ${number(counted)} counted`;
      return make("li", null, `${year}, ${words}: ${counts}`, ...from);
    });
    const list = items.length ? make("ul", { id: "figures" }, ...items) : "";
    return make("div", null, make("h3", null, "Published figures"), make("p", null, figures.said), list);
  };

  drawControls();
  drawGrid();
  byId("known").hidden = !known.rows.length;
  byId("known").addEventListener("toggle", drawKnown, { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    filter();
    remember(event.target.name === "q");
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    form.querySelectorAll("input[name=tier]").forEach((box) => { box.checked = false; });
    form.q.value = "";
    form.edition.value = usual;
    for (const name of ["change", "evidence", "bureau", "outlook"]) form[name].value = "";
    filter();
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
}
