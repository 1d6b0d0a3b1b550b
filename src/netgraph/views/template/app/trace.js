// Elements of the page as SVG, just where the browser has laid them out. What stands in the file is what was read
// on the screen: backgrounds, borders, text and drawings.

const KEPT_STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "opacity", "paint-order", "vector-effect", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];
const NOT_ON_PAPER = "button:not(.link), input, noscript, title, .unseen, .empty:empty";

// A drawing that needs no style sheet any more.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const copies = copy.querySelectorAll("*");
  for (const [i, element] of svg.querySelectorAll("*").entries()) {
    const style = getComputedStyle(element);
    for (const name of KEPT_STYLES) copies[i].setAttribute(name, style.getPropertyValue(name));
    copies[i].removeAttribute("class");
  }
  for (const text of copy.querySelectorAll("text")) text.textContent = writable(text.textContent);
  for (const title of copy.querySelectorAll("title")) title.remove();
  return copy;
}

const isVisible = (colour) => !/^(transparent|rgba\(.*[,/] ?0\))$/.test(colour);

function box(element, left, top) {
  const style = getComputedStyle(element);
  const { x, y, width, height } = element.getBoundingClientRect();
  const found = [];
  const rect = (x1, y1, w, h, fill) => found.push(draw("rect", { x: tenth(x1 - left), y: tenth(y1 - top), width: tenth(w), height: tenth(h), fill }));
  if (isVisible(style.backgroundColor)) rect(x, y, width, height, style.backgroundColor);
  for (const [side, at] of [["Top", [x, y]], ["Bottom", [x, y + height]], ["Left", [x, y]], ["Right", [x + width, y]]]) {
    const thick = parseFloat(style[`border${side}Width`]);
    if (thick === 0 || !isVisible(style[`border${side}Color`])) continue;
    const flat = side === "Top" || side === "Bottom";
    const [bx, by] = [side === "Right" ? at[0] - thick : at[0], side === "Bottom" ? at[1] - thick : at[1]];
    rect(bx, by, flat ? width : thick, flat ? thick : height, style[`border${side}Color`]);
  }
  return found;
}

// The lines into which the browser has broken a text, each with its place.
function brokenLines(node) {
  const range = document.createRange();
  const found = [];
  let at = 0;
  for (const character of node.data) {
    range.setStart(node, at);
    at += character.length;
    range.setEnd(node, at);
    const place = range.getBoundingClientRect();
    if (place.height === 0) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.y - place.y) < place.height / 2) {
      last.text += character;
      last.left = Math.min(last.left, place.left);
      last.right = Math.max(last.right, place.right);
    } else found.push({ text: character, y: place.y, height: place.height, left: place.left, right: place.right });
  }
  return found;
}

function inscribed(node, left, top) {
  const host = node.parentElement;
  const style = getComputedStyle(host);
  const backwards = style.direction === "rtl";
  return brokenLines(node)
    .filter(({ text }) => text.trim() !== "")
    .map((line) => {
      const room = style.textOverflow === "ellipsis" ? host.getBoundingClientRect().width / Math.max(1, line.right - line.left) : 1;
      const text = room < 0.99 ? short(line.text, Math.max(2, Math.floor(line.text.length * room))) : line.text;
      const spoken = style.textTransform === "uppercase" ? text.toUpperCase() : text;
      return draw("text", {
        x: tenth((backwards ? line.right : line.left) - left), y: tenth(line.y - top + line.height / 2), fill: style.color,
        "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight, "font-style": style.fontStyle,
        "letter-spacing": style.letterSpacing, "dominant-baseline": "central", ...(backwards ? { direction: "rtl" } : {}),
      }, writable(spoken));
    });
}

// What is visible of an element, around the place of the upper left corner given.
function traced(element, left, top) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden" || element.matches(NOT_ON_PAPER)) return [];
  if (element.tagName === "SELECT") {
    const { x, y, height } = element.getBoundingClientRect();
    return [draw("text", { x: tenth(x - left), y: tenth(y - top + height / 2), fill: style.color, "font-family": style.fontFamily, "font-size": style.fontSize, "dominant-baseline": "central" }, writable(element.selectedOptions[0]?.textContent ?? ""))];
  }
  if (element.tagName === "svg") {
    const { x, y, width, height } = element.getBoundingClientRect();
    const copy = standalone(element);
    for (const [name, value] of Object.entries({ x: tenth(x - left), y: tenth(y - top), width, height })) copy.setAttribute(name, value);
    return [copy];
  }
  const inside = [...element.childNodes].flatMap((child) =>
    child.nodeType === Node.TEXT_NODE ? inscribed(child, left, top) : child.nodeType === Node.ELEMENT_NODE ? traced(child, left, top) : [],
  );
  return [...box(element, left, top), ...inside];
}
