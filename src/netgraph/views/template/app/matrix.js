// The matrix: jurisdictions by jurisdictions, in an order that no filter changes.

const LARGEST = 60; // jurisdictions with a row of their own; the rest share the last
const SHADES = 4;
const cellOf = new Map(); // "row column" to { element, lines } of the matrix as it stands
let corner = [0, 0]; // the cell that the Tab key reaches

// Jurisdictions that stand at one of the `sides` of a pair, the busiest first. Those past the largest share the
// last place, so that nothing is dropped.
function axis(kind, sides) {
  const sizes = new Map();
  for (const item of kind.items()) {
    for (const ends of kind.ends(item)) {
      if (ends.some((end) => end.jurisdiction < 0)) continue;
      const weight = ends[0].jurisdiction === ends[1].jurisdiction ? 0.001 : 1; // what crosses a border decides
      for (const side of sides) sizes.set(ends[side].jurisdiction, (sizes.get(ends[side].jurisdiction) ?? 0) + weight);
    }
  }
  const ranked = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([place]) => place);
  const own = ranked.length > LARGEST ? ranked.slice(0, LARGEST - 1) : ranked;
  const entries = own.map((place) => ({ place, name: jurisdictionName(place), code: legend.jurisdictions[place].code }));
  if (own.length < ranked.length) entries.push({ place: -1, name: say("others", { n: ranked.length - own.length }), code: say("others-code") });
  const at = new Map(own.map((place, position) => [place, position]));
  return { entries, find: (node) => at.get(node.jurisdiction) ?? own.length };
}

function gather(kind, rows, columns) {
  const cells = new Map();
  const left = new Set();
  for (const item of kind.items()) {
    if (!kind.seen(item)) continue;
    for (const [start, end] of kind.ends(item)) {
      if (start.jurisdiction < 0 || end.jurisdiction < 0) {
        left.add(item);
        continue;
      }
      const key = `${rows.find(start)} ${columns.find(end)}`;
      if (!cells.has(key)) cells.set(key, { lines: new Set(), items: new Set(), abroad: false });
      const found = cells.get(key);
      found.items.add(item);
      found.abroad ||= start.jurisdiction !== end.jurisdiction;
      for (const line of kind.lines(item)) found.lines.add(line);
    }
  }
  return { cells, left: countOf(left) };
}

function drawMatrix() {
  const kind = COUNTS[counting];
  const [rows, columns] = (kind.square ? [[0, 1], [0, 1]] : [[0], [1]]).map((sides) => axis(kind, sides));
  const { cells, left } = gather(kind, rows, columns);
  const most = Math.max(0, ...[...cells.values()].filter(({ abroad }) => abroad).map(({ items }) => countOf(items)));
  if (corner[0] >= rows.entries.length || corner[1] >= columns.entries.length) corner = [0, 0];
  cellOf.clear();
  const body = make("tbody");
  for (const [row, from] of rows.entries.entries()) {
    const line = make("tr", {}, make("th", { scope: "row" }, words(short(from.name, 30), { title: short(from.name, 300) })));
    for (const [column, to] of columns.entries.entries()) line.append(cell(kind, cells.get(`${row} ${column}`), [row, column], [from.name, to.name], most));
    body.append(line);
  }
  const head = make("tr", {}, make("td", { class: "axes" }, kind.axes));
  for (const { code, name } of columns.entries) head.append(make("th", { scope: "col" }, words(short(code, 6), { title: short(name, 300) })));
  const table = make("table", { role: "grid", "aria-label": kind.name, "aria-describedby": "matrix-help" }, make("thead", {}, head), body);
  table.addEventListener("keydown", (event) => walkMatrix(event, [rows.entries.length, columns.entries.length]));
  part("matrix").replaceChildren(
    make("div", { class: "control" }, chooser(), shades(most)),
    make("p", { class: "quiet", id: "matrix-help" }, matrixNotes(kind, left)),
    rows.entries.length > 0 ? make("div", { class: "scroll" }, table) : make("p", { class: "empty" }, say("matrix-empty")),
  );
}

const endless = routes.filter(({ stops }) => stops.length < 2).length;
const matrixNotes = (kind, left) =>
  sentences(
    say("matrix-order"),
    kind.note,
    left > 0 ? say("matrix-left", { items: kind.count(left) }) : "",
    counting === "route" && endless > 0 ? say("matrix-short", { items: kind.count(endless) }) : "",
    say("matrix-keys"),
  );

// The shade follows the root, so that one busy pair does not leave all others pale.
const shade = (size, most) => Math.max(1, Math.ceil(SHADES * Math.sqrt(size / most)));

function shades(most) {
  const list = make("span", { class: "shades", "aria-hidden": "true" });
  let least = 1;
  for (let level = 1; level <= SHADES; level += 1) {
    const upTo = Math.floor(most * (level / SHADES) ** 2);
    if (upTo < least) continue;
    list.append(make("span", { class: `shade-${level}` }, least === upTo ? numeral(upTo) : `${numeral(least)}–${numeral(upTo)}`));
    least = upTo + 1;
  }
  return list;
}

function cell(kind, found, place, [from, to], most) {
  const size = found ? countOf(found.items) : 0;
  const look = size === 0 ? "" : !found.abroad ? "within" : `shade-${shade(size, most)}`;
  const said = say("cell", { from: isolated(short(from, 60)), to: isolated(short(to, 60)), items: size === 0 ? kind.nothing : kind.count(size) });
  const isCorner = place[0] === corner[0] && place[1] === corner[1];
  const element = make("td", { role: "gridcell", class: look, tabindex: isCorner ? "0" : "-1", "aria-label": said, "aria-selected": "false" }, size === 0 ? "" : numeral(size));
  element.addEventListener("click", () => {
    if (size > 0) select({ bundle: asBundle([from, to], found.items) });
  });
  if (size > 0) element.title = said;
  cellOf.set(`${place[0]} ${place[1]}`, { element, lines: found?.lines ?? new Set() });
  return element;
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] };

function walkMatrix(event, sizes) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName !== "TD") return;
  if (event.key === "Enter" || event.key === " ") event.target.click();
  else if (Object.hasOwn(MOVES, event.key)) {
    const clamp = (value, i) => Math.min(sizes[i] - 1, Math.max(0, value));
    cellOf.get(corner.join(" ")).element.tabIndex = -1;
    corner = corner.map((value, i) => clamp(value + MOVES[event.key][i], i));
    const { element } = cellOf.get(corner.join(" "));
    element.tabIndex = 0;
    element.focus();
  } else return;
  event.preventDefault();
}

function markMatrix() {
  const anything = isAnything();
  for (const { element, lines: own } of cellOf.values()) {
    const chosen = anything && [...own].some((line) => line.shown && isTouched(line));
    element.classList.toggle("chosen", chosen);
    element.setAttribute("aria-selected", String(chosen));
  }
}

addFace("matrix", drawMatrix, markMatrix);
