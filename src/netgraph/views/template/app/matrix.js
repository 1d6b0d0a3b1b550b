// The matrix: jurisdictions by jurisdictions, in an order that no filter changes.

const LARGEST = 60; // jurisdictions with a row of their own; the rest share the last
const SHADES = 4;
const cellOf = new Map(); // "row column" to { lines, routes, size, element } of the matrix as it stands
let corner = [0, 0]; // the cell that the Tab key reaches

// What can be counted: pairs of jurisdictions, and the lines that stand for each.
const COUNTS = {
  line: {
    name: "Relationships between jurisdictions",
    one: "relationship",
    axes: ["start", "end"],
    items: () => lines,
    seen: (line) => line.shown,
    ends: (line) => [[line.start, line.end], ...(line.directed ? [] : [[line.end, line.start]])],
    lines: (line) => [line],
    note: lines.some((line) => !line.directed) ? "What has no direction counts both ways." : "",
  },
  route: {
    name: "Routes by origin and destination",
    one: "route",
    axes: ["origin", "destination"],
    items: () => routes.filter(({ stops }) => stops.length > 1),
    seen: ({ node, stops }) => node.shown && stops[0].shown && stops.at(-1).shown,
    ends: ({ stops }) => [[stops[0], stops.at(-1)]],
    lines: ({ node, stops }) => node.lines.filter((line) => stops.includes(across(line, node))),
    note: "First and last stop of what is in this picture.",
  },
};
const offered = Object.entries(COUNTS).filter(([, kind]) => kind.items().length > 0);
const isAbroad = (kind) => kind.items().some((item) => kind.ends(item).some(([a, b]) => a.jurisdiction >= 0 && b.jurisdiction >= 0 && a.jurisdiction !== b.jurisdiction));
// Routes first in a picture that is mostly of routes.
const ofRoutes = new Set(routes.flatMap(({ node }) => node.lines));
if (ofRoutes.size > lines.length / 2) offered.reverse();
let counting = (offered.find(([, kind]) => isAbroad(kind)) ?? offered[0] ?? ["line"])[0];

const chooser = make("select", { id: "counting" }, ...offered.map(([value, { name }]) => make("option", { value }, name)));
chooser.value = counting;
chooser.addEventListener("change", () => {
  counting = chooser.value;
  corner = [0, 0];
  drawMatrix();
  markMatrix();
});

// The busiest first; those past the largest are one row, -2, so that nothing is dropped.
function axis(kind) {
  const sizes = new Map();
  for (const item of kind.items()) {
    for (const [start, end] of kind.ends(item)) {
      if (start.jurisdiction < 0 || end.jurisdiction < 0) continue;
      const weight = start.jurisdiction === end.jurisdiction ? 0.001 : 1; // what crosses a border decides
      for (const place of [start.jurisdiction, end.jurisdiction]) sizes.set(place, (sizes.get(place) ?? 0) + weight);
    }
  }
  const ranked = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([place]) => place);
  return { own: ranked.length > LARGEST ? ranked.slice(0, LARGEST - 1) : ranked, others: Math.max(0, ranked.length > LARGEST ? ranked.length - LARGEST + 1 : 0) };
}

function gather(kind, rowOf, last) {
  const cells = new Map();
  let left = 0;
  for (const item of kind.items()) {
    if (!kind.seen(item)) continue;
    for (const [start, end] of kind.ends(item)) {
      if (start.jurisdiction < 0 || end.jurisdiction < 0) {
        left += 1;
        continue;
      }
      const key = `${rowOf.get(start.jurisdiction) ?? last} ${rowOf.get(end.jurisdiction) ?? last}`;
      if (!cells.has(key)) cells.set(key, { lines: new Set(), items: new Set() });
      cells.get(key).items.add(item);
      for (const line of kind.lines(item)) cells.get(key).lines.add(line);
    }
  }
  return { cells, left };
}

function drawMatrix() {
  const kind = COUNTS[counting];
  const { own, others } = axis(kind);
  const names = own.map(jurisdictionName);
  const codes = own.map((place) => legend.jurisdictions[place].code);
  if (others > 0) {
    names.push(`${others.toLocaleString("en")} others`);
    codes.push("others");
  }
  const { cells, left } = gather(kind, new Map(own.map((place, row) => [place, row])), own.length);
  const most = Math.max(0, ...[...cells].filter(([key]) => key.split(" ")[0] !== key.split(" ")[1]).map(([, { items }]) => items.size));
  cellOf.clear();
  const body = make("tbody");
  for (const [row, from] of names.entries()) {
    const line = make("tr", {}, make("th", { scope: "row" }, words(short(from, 30), { title: short(from, 300) })));
    for (const [column, to] of names.entries()) line.append(cell(kind, cells.get(`${row} ${column}`), [row, column], [from, to], most));
    body.append(line);
  }
  const head = make("tr", {}, make("td", { class: "axes" }, `${kind.axes[0]} \u2193 ${kind.axes[1]} \u2192`));
  for (const [column, code] of codes.entries()) head.append(make("th", { scope: "col" }, words(short(code, 6), { title: short(names[column], 300) })));
  const table = make("table", { role: "grid", "aria-label": kind.name, "aria-describedby": "matrix-help" }, make("thead", {}, head), body);
  table.addEventListener("keydown", (event) => walkMatrix(event, names.length));
  part("matrix").replaceChildren(
    make("div", { class: "control" }, ...(offered.length > 1 ? [make("label", {}, "Count ", chooser)] : [make("span", {}, kind.name)]), shades(most)),
    make("p", { class: "quiet", id: "matrix-help" }, matrixNotes(kind, left)),
    names.length > 0 ? make("div", { class: "scroll" }, table) : make("p", { class: "empty" }, "Nothing in this picture lies between jurisdictions."),
  );
}

const matrixNotes = (kind, left) =>
  [
    "Busiest first. Grey: within one jurisdiction.",
    kind.note,
    left > 0 ? `${plural(left, kind.one)} left out: the jurisdiction of an end is not stated.` : "",
    counting === "route" && routes.some(({ stops }) => stops.length < 2) ? `${plural(routes.filter(({ stops }) => stops.length < 2).length, "route")} left out: fewer than two stops are known.` : "",
    "Arrow keys move, Enter selects.",
  ]
    .filter(Boolean)
    .join(" ");

// The shade follows the root, so that one busy pair does not leave all others pale.
const shade = (size, most) => Math.max(1, Math.ceil(SHADES * Math.sqrt(size / most)));

function shades(most) {
  const list = make("span", { class: "shades", "aria-hidden": "true" });
  let least = 1;
  for (let level = 1; level <= SHADES; level += 1) {
    const upTo = Math.floor(most * (level / SHADES) ** 2);
    if (upTo < least) continue;
    list.append(make("span", { class: `shade-${level}` }, least === upTo ? String(upTo) : `${least}\u2013${upTo}`));
    least = upTo + 1;
  }
  return list;
}

function cell(kind, found, place, [from, to], most) {
  const isWithin = place[0] === place[1];
  const size = found?.items.size ?? 0;
  const look = size === 0 ? "" : isWithin ? "within" : `shade-${shade(size, most)}`;
  const said = `${short(from, 60)} to ${short(to, 60)}: ${size === 0 ? `no ${kind.one}` : plural(size, kind.one)}`;
  const isCorner = place[0] === corner[0] && place[1] === corner[1];
  const element = make("td", { role: "gridcell", class: look, tabindex: isCorner ? "0" : "-1", "aria-label": said, "aria-selected": "false" }, size === 0 ? "" : size.toLocaleString("en"));
  element.addEventListener("click", () => {
    if (size > 0) select({ bundle: { title: `${from} \u2192 ${to}`, counted: plural(size, kind.one), lines: found.lines, routes: counting === "route" ? [...found.items] : [] } });
  });
  if (size > 0) element.title = said;
  cellOf.set(`${place[0]} ${place[1]}`, { element, lines: found?.lines ?? new Set() });
  return element;
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] };

function walkMatrix(event, size) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName !== "TD") return;
  if (event.key === "Enter" || event.key === " ") event.target.click();
  else if (Object.hasOwn(MOVES, event.key)) {
    const clamp = (value) => Math.min(size - 1, Math.max(0, value));
    cellOf.get(corner.join(" ")).element.tabIndex = -1;
    corner = corner.map((value, i) => clamp(value + MOVES[event.key][i]));
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
