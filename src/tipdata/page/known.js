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
    const chip = make("span", { class: `chip cell ${tier.look}`, "aria-hidden": "true" }, short);
    const aloud = make("span", { class: "unseen" }, tier.label);
    const head = make("th", { scope: "row", title: tier.label }, chip, aloud);
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
  const frame = { class: "sheet", tabindex: "0", role: "region", "aria-labelledby": "known-caption" };
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
