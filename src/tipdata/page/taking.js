// To take away what is shown: as a table, and as a link

// What a spreadsheet would run gets an apostrophe, as in the tables of the library.
const guarded = (text) =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(text) || /^'[=+\-@\t\r\n＝＋－＠']/.test(text) ? `'${text}` : text;
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const lineOf = (cells) => `${cells.map((text) => quoted(guarded(text))).join(",")}\n`;

/** Return the countries that are shown, in their order, as CSV. */
const asTable = () => {
  const lines = shownCountries().map((country) => {
    const tiers = years.map((_, i) => tierOf(country, i).label);
    return lineOf([country.code, country.label, country.bureau || "", ...tiers]);
  });
  return lineOf(["country", "name", "bureau", ...years.map(String)]) + lines.join("");
};

const tableName = () => {
  const span = years.length > 1 ? `${years[0]}-${years[years.length - 1]}` : years.join("");
  const edition = form.edition.value === ANY ? span : form.edition.value;
  const data = record.version ? ["data", record.version] : [];
  const parts = ["tiers", edition, ...data].filter(Boolean);
  return `${parts.join("-").replace(/[^\w.-]/g, "_")}.csv`;
};

const tell = (text) => { byId("told").textContent = text; };

byId("download").addEventListener("click", () => {
  // The mark at the beginning tells spreadsheet programs that it is UTF-8.
  const table = new Blob(["\ufeff", asTable()], { type: "text/csv;charset=utf-8" });
  const href = URL.createObjectURL(table);
  make("a", { href, download: tableName() }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
  tell(`Saved as ${tableName()}`);
});

/** Show the address selected, for browsers that let no page write to the clipboard. */
const offerLink = () => {
  const link = byId("link");
  link.hidden = false;
  link.value = location.href;
  link.focus();
  link.select();
  tell("Copy the selected address.");
};

byId("share").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    tell("Link copied");
  } catch {
    offerLink();
  }
});

watchers.push(() => {
  byId("link").hidden = true;
  tell("");
});
