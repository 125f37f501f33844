// The order of the rows

const BY_NAME = { column: 0, turned: false };

/** The column that the rows are sorted by, 0 for names, and whether the worst or last come first. */
let order = BY_NAME;

/** Return the places of the countries in order: equal ones keep theirs, and what has no rank is last. */
const ordered = () => {
  const places = countries.map((_, n) => n);
  if (!order.column) return order.turned ? places.reverse() : places;
  const signsOf = [...signs.tiers.keys()];
  const ranked = signsOf.filter((sign) => signs.tiers.get(sign).rank !== null).length;
  const key = (n) => {
    const place = signsOf.indexOf(countries[n].tiers[order.column - 1]);
    return order.turned && place < ranked ? ranked - 1 - place : place;
  };
  return places.sort((a, b) => key(a) - key(b));
};

const sort = () => {
  grid.tBodies[0].append(...ordered().map((n) => rows[n]));
  Array.from(grid.tHead.rows[0].cells).forEach((head, i) => {
    if (i !== order.column) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.turned ? "descending" : "ascending");
  });
};

/** Sort by a column: first best first, then worst first, then by name again. */
const sortBy = (column) => {
  if (order.column !== column) order = { column, turned: false };
  else order = column && order.turned ? BY_NAME : { column, turned: !order.turned };
  sort();
  filter();
  remember();
};

const orderInWords = () => {
  if (!order.column) return order.turned ? "from Z to A" : "";
  return `${order.turned ? "worst" : "best"} in ${years[order.column - 1]} first`;
};

addressed.push({
  name: "sort",
  read: () => {
    const { column, turned } = order;
    const text = column ? String(years[column - 1]) : turned ? "name" : "";
    return turned ? `-${text}` : text;
  },
  write: (text) => {
    const turned = text.startsWith("-");
    const name = turned ? text.slice(1) : text;
    const column = years.findIndex((year) => String(year) === name) + 1;
    order = column || name === "name" ? { column, turned } : BY_NAME;
    sort();
  },
});
