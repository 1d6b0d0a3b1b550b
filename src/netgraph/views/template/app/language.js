// What the page says, in the reader's language. Data is put into messages as text, each piece kept apart from the
// direction of the text around it.

const language = JSON.parse(part("language").textContent);
const locale = `${language.code}-u-nu-${language.digits}`;
const [numbers, years] = [new Intl.NumberFormat(locale), new Intl.NumberFormat(locale, { useGrouping: false })];
const pluralRules = new Intl.PluralRules(locale);

const numeral = (value) => numbers.format(value);

// What could turn the text around it about: letters written from right to left, and signs of direction.
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;
const isolated = (text) => (language.direction === "rtl" || TURNING.test(text) ? `\u2068${text}\u2069` : text);

// say("nodes", { n: 3 }): numbers as the language writes them, and the form that the number n asks for.
function say(key, values = {}) {
  const message = language.words[key];
  const text = typeof message === "string" ? message : message[pluralRules.select(values.n)] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? numeral(values[name]) : values[name]));
}

// Parts of a sentence one after the other, without those that are empty; and sentences.
const listed = (...items) => items.filter(Boolean).join(say("comma"));
const sentences = (...items) => items.filter(Boolean).join(" ");
