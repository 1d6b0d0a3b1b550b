// The same nodes as a plain table, for keyboards, screen readers and those who like tables.

const rows = new Map(); // node to its row, of the table as it stands
const numberOf = (node) => node.lines.filter((line) => line.shown).length;
const COLUMNS = [
  { name: say("column-node"), text: (node) => node.label, fill: nodeLink },
  { name: say("column-type"), text: (node) => node.kind.name, fill: (node) => words(node.kind.name) },
  { name: say("column-jurisdiction"), text: (node) => jurisdictionName(node.jurisdiction), fill: (node) => words(jurisdictionName(node.jurisdiction)) },
  { name: say("column-relationships"), number: numberOf, fill: (node) => numeral(numberOf(node)) },
  { name: say("column-handling"), text: (node) => node.handling, fill: (node) => (node.handling ? markingSign(node.handling) : "") },
];
const order = { column: null, down: false }; // as ranked, until a column is chosen

// Names by letters and by the numbers in them; the most relationships first.
const { compare } = new Intl.Collator(language.code, { numeric: true });

function sorted(found) {
  const { column, down } = order;
  if (!column) return found;
  const keyed = found.map((node) => [node, column.number ? column.number(node) : short(column.text(node), 200)]);
  keyed.sort(([, a], [, b]) => (down ? -1 : 1) * (column.number ? b - a : compare(a, b)));
  return keyed.map(([node]) => node);
}

function heading(column) {
  const cell = make("th", { scope: "col", ...(column.number ? { class: "number" } : {}) });
  const chosen = order.column === column;
  if (chosen) cell.setAttribute("aria-sort", Boolean(column.number) === order.down ? "ascending" : "descending");
  const sort = () => {
    Object.assign(order, { column, down: chosen && !order.down });
    fillTable();
    part("table").querySelectorAll("thead button")[COLUMNS.indexOf(column)].focus();
  };
  cell.append(button(column.name, sort, { class: "link" }));
  return cell;
}

function fillTable() {
  rows.clear();
  const body = make("tbody");
  for (const node of sorted(byRank.filter((one) => one.shown))) {
    const row = make("tr", {}, ...COLUMNS.map((column) => make("td", column.number ? { class: "number" } : {}, column.fill(node))));
    rows.set(node, row);
    body.append(row);
  }
  const said = order.column ? say("table-sorted", { n: rows.size, column: order.column.name.toLocaleLowerCase(language.code) }) : say("table-ranked", { n: rows.size });
  part("table").replaceChildren(
    make("table", {}, make("caption", {}, said), make("thead", {}, make("tr", {}, ...COLUMNS.map(heading))), body),
  );
  markRow();
}

function markRow() {
  for (const [node, row] of rows) row.classList.toggle("chosen", isAnything() && (selection.node ? node === selection.node : isNear(node)));
}

addFace("table", fillTable, markRow);
