// What the page knows, and how elements are made. Data only ever becomes text: there is no markup in strings.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { legend, nodes, lines } = read("data");

const part = (id) => document.getElementById(id);
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

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

function glyph(type, size = 16) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ width: size, height: size, viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  shape.setAttribute("d", type.path);
  shape.setAttribute("fill", type.colour);
  shape.setAttribute("stroke", "#28323c");
  shape.setAttribute("stroke-width", "0.13");
  picture.append(shape);
  return picture;
}

// Shorten by characters, not by halves of them.
function short(text, limit) {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, 2 * limit));
  return characters.length <= limit && text.length <= 2 * limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

// The same for upper and lower case, with and without marks on letters.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function pairs(entries, attributes = {}) {
  const list = make("dl", attributes);
  for (const [name, value] of entries) {
    if (value === "") continue;
    list.append(make("dt", {}, words(name)), make("dd", {}, words(value, value.length > 600 ? { class: "long" } : {})));
  }
  return list;
}

function jurisdictionName(index) {
  if (index < 0) return "";
  const { code, name } = legend.jurisdictions[index];
  return name ? `${name} (${code})` : code;
}

// Nodes and lines refer to each other directly from here on.
for (const node of nodes) {
  node.lines = [];
  node.shown = true;
  node.kind = legend.nodeTypes[node.type];
}
for (const line of lines) {
  line.shown = true;
  line.kind = legend.lineTypes[line.type];
  line.start = nodes[line.from];
  line.end = nodes[line.to];
  line.start.lines.push(line);
  if (line.start !== line.end) line.end.lines.push(line);
}

const across = (line, node) => (line.start === node ? line.end : line.start);

// What a line stands for: the claims it bundles, or the weight it was given, or both.
const standsFor = (line) =>
  [line.claims.length > 0 || line.weight === "" ? plural(line.claims.length, "claim") : "", line.weight === "" ? "" : `weight ${line.weight}`]
    .filter(Boolean)
    .join(", ");

// The best connected first: the order of labels, of the table and of the keyboard's first step.
const byRank = [...nodes].sort((a, b) => b.size - a.size || b.lines.length - a.lines.length || a.id - b.id);

// What is selected: a node, a line, or nothing.
const selection = { node: null, line: null };
let cursor = null; // the node the keyboard stands on
const isNear = (node) =>
  selection.node
    ? node === selection.node || node.lines.some((line) => line.shown && across(line, node) === selection.node)
    : selection.line
      ? node === selection.line.start || node === selection.line.end
      : true;
