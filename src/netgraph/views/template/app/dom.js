// How elements are made and text is cut. Data only ever becomes text: there is no markup in strings.

const part = (id) => document.getElementById(id);

// make("p", { class: "quiet" }, "text", element): attribute values are ours, children may be data.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Text from data, kept apart from the direction of the text around it.
const words = (text, attributes = {}) => make("bdi", { dir: "auto", ...attributes }, text);

function button(text, action, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", action);
  return element;
}

// The same for pictures: draw("path", { d: "M0 0h1" }).
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const glyph = ({ path, colour }, size = 16) =>
  draw(
    "svg",
    { width: size, height: size, viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true" },
    draw("path", { d: path, fill: colour, stroke: "#28323c", "stroke-width": 0.13 }),
  );

// Shorten by characters, not by halves of them.
function short(text, limit) {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, 2 * limit));
  return characters.length <= limit && text.length <= 2 * limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

// The same for upper and lower case, with and without marks on letters.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Names and values; a third element says that a value is in English, whatever the page speaks.
function pairs(entries, attributes = {}) {
  const list = make("dl", attributes);
  for (const [name, value, english] of entries) {
    if (value === "") continue;
    const look = { ...(value.length > 600 ? { class: "long" } : {}), ...(english ? { lang: "en", dir: "ltr" } : {}) };
    list.append(make("dt", {}, words(name)), make("dd", {}, words(value, look)));
  }
  return list;
}
