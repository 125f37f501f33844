// Names as they are typed

const LETTERS = {
  ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", ı: "i", ß: "ss", ς: "σ", և: "եւ",
  ى: "ي", ی: "ي", ة: "ه", ہ: "ه", ک: "ك", "ـ": "",
};
const OTHERS = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Fold letters as the library folds them; and all marks, for it keeps the vowel signs of some scripts. */
const foldLetters = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(OTHERS, (letter) => LETTERS[letter]);

/** Return the words of a string, folded as the library folds names. */
const words = (text) =>
  foldLetters(text)
    .replace(/['‘’‛ʻʼ′´`"“”„‟«»\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/&/g, " and ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word);

for (const country of countries) country.names = country.names.map(foldLetters);

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
