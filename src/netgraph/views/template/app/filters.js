// The legend, which is also the filter: what is unticked is not drawn, not counted and not in the table.

const unticked = { node: new Set(), line: new Set(), jurisdiction: new Set() };
const afterFilter = []; // functions to call when what is visible has changed

const nodePasses = (node) => !unticked.node.has(node.type) && !unticked.jurisdiction.has(node.jurisdiction);

function applyFilter() {
  const [changedLines, changedNodes] = [[], []];
  const related = new Set();
  for (const line of lines) {
    const shown = !unticked.line.has(line.type) && nodePasses(line.start) && nodePasses(line.end);
    if (shown) related.add(line.start).add(line.end);
    if (shown !== line.shown) changedLines.push({ id: line.id, hidden: !shown });
    line.shown = shown;
  }
  const hideLoose = part("hide-loose").checked;
  for (const node of nodes) {
    const shown = nodePasses(node) && (!hideLoose || related.has(node));
    if (shown !== node.shown) changedNodes.push({ id: node.id, hidden: !shown });
    node.shown = shown;
  }
  if (changedLines.length > 0) visLines.update(changedLines);
  if (changedNodes.length > 0) visNodes.update(changedNodes);
  findAreas();
  count();
  for (const action of afterFilter) action();
  network.redraw();
}

function count() {
  const of = (shown, all, word) => (shown === all ? plural(all, word) : `${shown.toLocaleString("en")} of ${plural(all, word)}`);
  const visible = lines.filter((line) => line.shown);
  const claims = (some) => some.reduce((sum, line) => sum + line.claims.length, 0);
  part("counts").textContent = [
    of(nodes.filter((node) => node.shown).length, nodes.length, "node"),
    of(visible.length, lines.length, "relationship"),
    ...(claims(lines) > 0 ? [of(claims(visible), claims(lines), "claim")] : []),
  ].join(" · ");
}

// One group of checkboxes. `items` are { value, name, count, sign }.
function facet(id, set, items) {
  const host = part(id);
  host.hidden = items.length === 0;
  const boxes = [];
  const list = make("div", { class: "choices" });
  for (const { value, name, count: size, sign } of items) {
    const box = make("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) set.delete(value);
      else set.add(value);
      applyFilter();
    });
    boxes.push({ box, value });
    const text = words(name);
    text.title = short(name, 300);
    list.append(make("label", { class: "choice" }, box, ...(sign ? [sign] : []), text, make("span", { class: "count" }, size.toLocaleString("en"))));
  }
  const tick = (on) => {
    for (const { box, value } of boxes) {
      box.checked = on;
      if (on) set.delete(value);
      else set.add(value);
    }
    applyFilter();
  };
  host.querySelector("legend").append(
    button("all", () => tick(true), { "aria-label": `Show all of ${host.querySelector("legend").textContent}` }),
    button("none", () => tick(false), { "aria-label": `Show none of ${host.querySelector("legend").textContent}` }),
  );
  host.append(list);
  // Make one value visible again: the search may lead to something that is filtered out.
  return (wanted) => {
    for (const { box, value } of boxes) if (value === wanted) box.checked = true;
    set.delete(wanted);
  };
}

function countBy(items, field) {
  const counts = new Map();
  for (const item of items) counts.set(item[field], (counts.get(item[field]) ?? 0) + 1);
  return counts;
}

function stroke(kind) {
  const sign = make("span", { class: "stroke" });
  sign.style.borderTop = `3px ${kind.dashed ? "dashed" : "solid"} ${kind.colour}`;
  return sign;
}

const nodeCounts = countBy(nodes, "type");
const lineCounts = countBy(lines, "type");
const jurisdictionCounts = countBy(nodes, "jurisdiction");

const tickNodeType = facet(
  "node-types",
  unticked.node,
  legend.nodeTypes.map((type, value) => ({ value, name: type.name, count: nodeCounts.get(value) ?? 0, sign: glyph(type) })),
);
facet(
  "line-types",
  unticked.line,
  legend.lineTypes.map((type, value) => ({ value, name: type.name, count: lineCounts.get(value) ?? 0, sign: stroke(type) })),
);
const tickJurisdiction = facet(
  "jurisdictions",
  unticked.jurisdiction,
  [...jurisdictionCounts]
    .sort((a, b) => Number(a[0] < 0) - Number(b[0] < 0) || b[1] - a[1] || a[0] - b[0])
    .map(([value, size]) => ({ value, name: value < 0 ? "not stated" : jurisdictionName(value), count: size })),
);

function reveal(node) {
  if (node.shown) return;
  tickNodeType(node.type);
  tickJurisdiction(node.jurisdiction);
  part("hide-loose").checked = false;
  applyFilter();
}

part("hide-loose").addEventListener("change", applyFilter);
