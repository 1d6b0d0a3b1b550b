// The legend, which is also the filter: what is unticked is not drawn, not counted and not in the table.

const unticked = { node: new Set(), line: new Set(), jurisdiction: new Set() };

function onlyTicked() {
  for (const node of nodes) node.shown &&= !unticked.node.has(node.type) && !unticked.jurisdiction.has(node.jurisdiction);
  for (const line of lines) line.shown &&= !unticked.line.has(line.type) && line.start.shown && line.end.shown;
}

function onlyConnected() {
  if (!part("hide-loose").checked) return;
  for (const node of nodes) node.shown &&= node.lines.some((line) => line.shown);
}

filters.push(onlyTicked);

function count() {
  const of = (shown, n, all, some) => (shown === n ? say(all, { n }) : say(some, { n, shown }));
  const visible = lines.filter((line) => line.shown);
  const claims = (some, chosen) => some.reduce((sum, line) => sum + chosen(line).length, 0);
  const all = claims(lines, (line) => line.claims);
  part("counts").textContent = [
    of(nodes.filter((node) => node.shown).length, nodes.length, "nodes", "nodes-of"),
    of(visible.length, lines.length, "relationships", "relationships-of"),
    ...(all > 0 ? [of(claims(visible, shownClaims), all, "claims", "claims-of")] : []),
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
    list.append(make("label", { class: "choice" }, box, ...(sign ? [sign] : []), text, make("span", { class: "count" }, numeral(size))));
  }
  const tick = (on) => {
    for (const { box, value } of boxes) {
      box.checked = on;
      if (on) set.delete(value);
      else set.add(value);
    }
    applyFilter();
  };
  const group = host.querySelector("legend").textContent;
  host.querySelector("legend").append(
    button(say("all"), () => tick(true), { "aria-label": say("show-all", { group }) }),
    button(say("none"), () => tick(false), { "aria-label": say("show-none", { group }) }),
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
    .map(([value, size]) => ({ value, name: value < 0 ? say("not-stated") : jurisdictionName(value), count: size })),
);

function reveal(node) {
  if (node.shown) return;
  if (node.group) opened.add(node.group);
  if (node.members) opened.delete(node);
  tickNodeType(node.type);
  tickJurisdiction(node.jurisdiction);
  part("hide-loose").checked = false;
  applyFilter();
}

part("hide-loose").addEventListener("change", applyFilter);
onFilter(count);
