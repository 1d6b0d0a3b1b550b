// What the page knows: nodes and lines with their claims, and where each belongs. Nothing here changes later.

const read = (id) => JSON.parse(part(id).textContent);

// The reverse of netgraph.views.columns: a column is a list, or one of the three objects told apart here.
function unpacked(column) {
  if (Array.isArray(column)) return column;
  if (column.words) return column.at.map((place) => column.words[place]);
  if (column.items) {
    const items = unpacked(column.items);
    let from = 0;
    return column.lengths.map((length) => (length < 0 ? undefined : items.slice(from, (from += length))));
  }
  const fields = Object.entries(column.fields).map(([name, values]) => [name, unpacked(values)]);
  return Array.from({ length: column.rows }, (_, row) =>
    Object.fromEntries(fields.filter(([, values]) => (values[row] ?? null) !== null).map(([name, values]) => [name, values[row]])),
  );
}

const packed = read("data");
const { legend } = packed;
const [nodes, lines, routes] = [unpacked(packed.nodes), unpacked(packed.lines), unpacked(packed.routes)];

function jurisdictionName(index) {
  if (index < 0) return "";
  const { code, name } = legend.jurisdictions[index];
  return name ? `${name} (${code})` : code;
}

// Nodes and lines refer to each other directly from here on; what is `shown` is up to the filters.
for (const node of nodes) {
  node.lines = [];
  node.shown = true;
  node.kind = legend.nodeTypes[node.type];
}
for (const line of lines) {
  line.shown = true;
  for (const claim of line.claims) Object.assign(claim, { shown: true, line });
  line.kind = legend.lineTypes[line.type];
  line.start = nodes[line.from];
  line.end = nodes[line.to];
  line.start.lines.push(line);
  if (line.start !== line.end) line.end.lines.push(line);
}

// The values that claims give to a property, each once.
const valuesOf = (claims, property) => [...new Set(claims.map((claim) => claim[property]).filter((value) => value !== undefined))];

// A stop knows its place and the claims that put it there; a leg the claim that speaks of the way.
for (const route of routes) {
  route.node = nodes[route.node];
  route.stops = route.stops.map(({ position, line: number }) => {
    const line = lines[number];
    const claims = line.claims.filter((claim) => claim.position === String(position));
    return { route, position, line, claims, place: line.end };
  });
  route.legs = route.legs.map(({ line: number, claim }) => lines[number].claims[claim]);
}

const isSeen = (stop) => stop.claims.some(isThere);

const isGroup = (node) => node.kind.group;
const groups = nodes.filter(isGroup);

const across = (line, node) => (line.start === node ? line.end : line.start);

const shownClaims = (line) => line.claims.filter((claim) => claim.shown);

// What a line stands for: the claims it bundles, or the weight it was given, or both.
const standsFor = (line) =>
  listed(
    line.claims.length > 0 ? say("claims", { n: shownClaims(line).length }) : "",
    line.weight === "" ? "" : say("weight", { weight: line.weight }),
  );

// The best connected first: the order of labels, of the table and of the keyboard's first step.
const byRank = [...nodes].sort((a, b) => b.size - a.size || b.lines.length - a.lines.length || a.id - b.id);
