// The same data as plain tables, for keyboards, screen readers and those who like tables.

const rows = new Map(); // element to the item of each row, of the table as it stands
let inTable = []; // all items of the table, also those without a row yet
const numberOf = (node) => node.lines.filter((line) => line.shown).length;
const { compare } = new Intl.Collator(language.code, { numeric: true }); // names by letters and by the numbers in them

const joined = (values) => [...new Set(values.filter(Boolean))].join("; ");
const handlingOf = (claims) => joined(inOrder(MARKINGS, groupBy(claims, (claim) => [claim.handling ?? ""])).map(([word]) => word)) || legend.marking;
const firstOf = (claims) => claims.map((claim) => claim.first ?? "").filter(Boolean).sort()[0] ?? "";
const lastOf = (claims) => claims.map((claim) => claim.last ?? "").filter(Boolean).sort().at(-1) ?? "";
const someClaim = (property) => lines.some((line) => line.claims.some((claim) => claim[property]));
const signs = (text) => (text ? make("span", { class: "kind" }, ...text.split("; ").map(markingSign)) : "");
const stopsInView = () => routes.filter(({ node }) => isThere(node)).flatMap(({ stops }) => stops.filter(isSeen));

// Each column has a text, or a number, which is also what is sorted by and copied; `fill` if it shows more.
const TABLES = {
  node: {
    name: say("filter-nodes"),
    ranked: "table-ranked",
    sorted: "table-sorted",
    chosen: "table-chosen",
    items: () => byRank.filter((node) => node.shown),
    isChosen: (node) => (selection.node ? node === selection.node : isNear(node)),
    columns: [
      { name: say("column-node"), text: (node) => node.label, fill: nodeLink },
      { name: say("column-type"), text: (node) => node.kind.name },
      { name: say("column-jurisdiction"), text: (node) => jurisdictionName(node.jurisdiction) },
      { name: say("column-relationships"), number: numberOf },
      { name: say("column-handling"), text: (node) => node.handling, fill: (node) => (node.handling ? markingSign(node.handling) : "") },
    ],
  },
  line: {
    name: say("filter-relationships"),
    ranked: "relationships-ranked",
    sorted: "relationships-sorted",
    chosen: "relationships-chosen",
    items: () => lines.filter((line) => line.shown).sort((a, b) => volumeOf(b) - volumeOf(a) || a.id - b.id),
    isChosen: isTouched,
    columns: [
      { name: say("column-start"), text: (line) => line.start.label, fill: (line) => nodeLink(line.start) },
      { name: say("column-relationship"), text: (line) => line.kind.name, fill: (line) => button(words(line.kind.name), () => select({ line }), { class: "link" }) },
      { name: say("column-end"), text: (line) => line.end.label, fill: (line) => nodeLink(line.end) },
      ...(legend.lineWeights ? [{ name: say("column-weight"), number: (line) => (line.weight === "" ? "" : Number(line.weight)) }] : []),
      ...(lines.some((line) => line.claims.length > 0)
        ? [
            { name: say("column-claims"), number: (line) => shownClaims(line).length },
            { name: say("column-sources"), text: (line) => joined(shownClaims(line).map((claim) => claim.source)) },
            ...(someClaim("first") ? [{ name: say("first-seen"), look: "date", text: (line) => firstOf(shownClaims(line)) }] : []),
            ...(someClaim("last") ? [{ name: say("last-seen"), look: "date", text: (line) => lastOf(shownClaims(line)) }] : []),
          ]
        : []),
      { name: say("column-handling"), text: (line) => handlingOf(shownClaims(line)), fill: (line) => signs(handlingOf(shownClaims(line))) },
    ],
  },
  stop: {
    name: say("face-routes"),
    ranked: "stops-ranked",
    sorted: "stops-sorted",
    chosen: "stops-chosen",
    items: stopsInView,
    isChosen: (stop) => isTouched(stop.line),
    columns: [
      { name: say("column-route"), text: (stop) => stop.route.node.label, fill: (stop) => nodeLink(stop.route.node) },
      { name: say("column-stop"), number: (stop) => stop.position },
      { name: say("column-place"), text: (stop) => stop.place.label, fill: (stop) => nodeLink(stop.place) },
      { name: say("column-jurisdiction"), text: (stop) => jurisdictionName(stop.place.jurisdiction) },
      { name: say("column-stage"), text: (stop) => stageOf(stop) },
      { name: say("column-arrived"), look: "date", text: (stop) => ofStop(stop, "arrived") },
      { name: say("column-departed"), look: "date", text: (stop) => ofStop(stop, "departed") },
      { name: say("column-came-by"), text: cameBy },
      { name: say("column-sources"), text: (stop) => joined(ofStop(stop).map((claim) => claim.source)) },
      { name: say("column-handling"), text: (stop) => handlingOf(ofStop(stop)), fill: (stop) => signs(handlingOf(ofStop(stop))) },
    ],
  },
};
const offeredTables = Object.keys(TABLES).filter((name) => name !== "stop" || routes.length > 0);
const ordered = Object.fromEntries(offeredTables.map((name) => [name, { column: null, down: false }])); // as ranked, until a column is chosen
const onlyChosen = make("input", { type: "checkbox", id: "only-chosen" });
let table = "node"; // the one that is seen
const AT_FIRST = 500; // rows: a browser takes seconds for thousands
let unfolded = false; // whether all rows are there

// What the claims in view say of a stop: all of them, or the values of one property.
function ofStop(stop, property, name = (value) => value) {
  const claims = stop.claims.filter((claim) => claim.shown);
  return property ? joined(valuesOf(claims, property).map(name)) : claims;
}

// By which means this stop was reached from the one before it, as the claims of that leg say.
function cameBy(stop) {
  const before = stop.route.stops[stop.route.stops.indexOf(stop) - 1];
  if (!before) return "";
  const legs = stop.route.legs.filter(({ shown, line }) => shown && line.start === before.place && line.end === stop.place);
  const exact = legs.filter((leg) => leg.position === String(before.position));
  return valuesOf(exact.length > 0 ? exact : legs, "mode").join("; ");
}

// What it says of the stage, by its name in the reader's language.
const stageNames = new Map(legend.stages.map(({ value, name }) => [value, name]));
const stageOf = (stop) => ofStop(stop, "stage", (value) => stageNames.get(value));

function cellOfTable(column, item) {
  if (column.fill) return column.fill(item);
  const value = column.number ? column.number(item) : column.text(item);
  return typeof value === "number" ? numeral(value) : words(value);
}

// The items of the table in its order; the most of a number comes first.
function sorted() {
  const { column, down } = ordered[table];
  const { items, isChosen } = TABLES[table];
  const found = onlyChosen.checked && isAnything() ? items().filter(isChosen) : items();
  if (!column) return found;
  const keyed = found.map((item) => [item, column.number ? column.number(item) : short(column.text(item), 200)]);
  keyed.sort(([, a], [, b]) => (down ? -1 : 1) * (column.number ? b - a : compare(a, b)));
  return keyed.map(([item]) => item);
}

function heading(column, position) {
  const cell = make("th", { scope: "col", ...(column.number ? { class: "number" } : {}) });
  const order = ordered[table];
  const chosen = order.column === column;
  if (chosen) cell.setAttribute("aria-sort", Boolean(column.number) === order.down ? "ascending" : "descending");
  const sort = () => {
    Object.assign(order, { column, down: chosen && !order.down });
    fillTable();
    part("table").querySelectorAll("thead button")[position].focus();
  };
  cell.append(button(column.name, sort, { class: "link" }));
  return cell;
}

function fillTable(all = unfolded) {
  rows.clear();
  const { columns, ...texts } = TABLES[table];
  const body = make("tbody");
  inTable = sorted();
  for (const item of all ? inTable : inTable.slice(0, AT_FIRST)) {
    const cells = columns.map((column) => make("td", { class: column.number ? "number" : column.look ?? "" }, cellOfTable(column, item)));
    const row = make("tr", {}, ...cells);
    rows.set(row, item);
    body.append(row);
  }
  const { column } = ordered[table];
  const caption =
    onlyChosen.checked && isAnything()
      ? say(texts.chosen, { n: inTable.length })
      : column
        ? say(texts.sorted, { n: inTable.length, column: column.name.toLocaleLowerCase(language.code) })
        : say(texts.ranked, { n: inTable.length });
  part("table-seen").replaceChildren(make("caption", {}, caption), make("thead", {}, make("tr", {}, ...columns.map(heading))), body);
  const more = inTable.length - rows.size;
  const unfold = () => {
    unfolded = true;
    fillTable();
    [...rows.keys()][AT_FIRST].querySelector("button").focus();
  };
  part("more-rows").replaceChildren(...(more > 0 ? [button(say("more-rows", { n: more }), unfold)] : []));
  for (const name of offeredTables) part(`list-${name}`).setAttribute("aria-pressed", String(name === table));
  markRow();
}

function markRow() {
  for (const [row, item] of rows) row.classList.toggle("chosen", isAnything() && TABLES[table].isChosen(item));
}

function markTable() {
  if (onlyChosen.checked) fillTable();
  else markRow();
}

function buildTable() {
  const tabs = offeredTables.map((name) =>
    button(TABLES[name].name, () => {
      table = name;
      part("copied").replaceChildren();
      fillTable();
    }, { id: `list-${name}`, "aria-pressed": "false" }),
  );
  onlyChosen.addEventListener("change", () => fillTable());
  part("table").append(
    make(
      "div",
      { class: "control" },
      make("div", { class: "pair", role: "group", "aria-label": say("face-table") }, ...tabs),
      make("label", { class: "choice" }, onlyChosen, make("span", {}, say("selected-only"))),
      button(say("copy-csv"), copyTable, { id: "copy" }),
      button(say("save-csv"), saveTable, { id: "save" }),
    ),
    make("div", { id: "copied", role: "status" }),
    make("table", { id: "table-seen" }),
    make("p", { id: "more-rows" }),
  );
}

addFace("table", fillTable, markTable);
