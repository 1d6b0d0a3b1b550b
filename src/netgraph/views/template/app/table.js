// The same nodes as a plain table, for keyboards, screen readers and those who like tables.

const rows = new Map(); // node to its row, of the table as it stands

function fillTable() {
  rows.clear();
  const body = make("tbody");
  for (const node of byRank) {
    if (!node.shown) continue;
    const row = make(
      "tr",
      {},
      make("td", {}, nodeLink(node)),
      make("td", {}, words(node.kind.name)),
      make("td", {}, words(jurisdictionName(node.jurisdiction))),
      make("td", { class: "number" }, String(node.lines.filter((line) => line.shown).length)),
      make("td", {}, node.handling ? markingSign(node.handling) : ""),
    );
    rows.set(node, row);
    body.append(row);
  }
  const head = ["Node", "Type", "Jurisdiction", "Relationships", "Handling"].map((name) =>
    make("th", { scope: "col", ...(name === "Relationships" ? { class: "number" } : {}) }, name),
  );
  part("table").replaceChildren(
    make("table", {}, make("caption", {}, `${plural(rows.size, "node")} in view, best connected first`), make("thead", {}, make("tr", {}, ...head)), body),
  );
}

function markRow() {
  for (const [node, row] of rows) row.classList.toggle("chosen", isAnything() && (selection.node ? node === selection.node : isNear(node)));
}

addFace("table", fillTable, markRow);
