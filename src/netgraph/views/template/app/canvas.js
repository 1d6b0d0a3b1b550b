// The network: vis-network draws lines and handles the mouse, nodes are drawn here.

const OUTLINE = "#28323c";
const FADED = 0.14;
const OPACITY = Math.max(0.22, 0.85 - lines.length / 2500); // many lines are drawn fainter
const [SMALLEST_ON_SCREEN, LARGEST_ON_SCREEN] = [2.8, 22]; // pixels of radius

const paths = legend.nodeTypes.map((type) => shape(type.path));
const visNodes = new vis.DataSet(
  nodes.map((node) => ({ id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: drawNode, title: nodeTip(node) })),
);
const visLines = new vis.DataSet(
  lines.map((line) => ({
    id: line.id,
    from: line.from,
    to: line.to,
    width: line.width,
    arrows: line.directed ? undefined : "",
    dashes: line.kind.dashed ? [6, 5] : false,
    color: lineColour(line, false),
    smooth: line.bend === 0 ? false : { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) },
    selfReference: { size: 16 + 60 * Math.abs(line.bend), angle: Math.PI / 4 },
    title: lineTip(line),
  })),
);
const network = new vis.Network(part("graph"), { nodes: visNodes, edges: visLines }, read("options"));
part("graph").querySelector(".vis-network").tabIndex = -1; // the keyboard's focus is on #graph

function nodeTip(node) {
  const place = jurisdictionName(node.jurisdiction);
  const kind = listed(...[short(node.kind.name, 40), short(place, 60)].filter(Boolean).map(isolated));
  return `${isolated(short(node.label, 120))}\n${kind}\n${say("relationships", { n: node.lines.length })}`;
}

function lineTip(line) {
  const [start, end] = [line.start, line.end].map(({ label }) => isolated(short(label, 60)));
  return `${start} ${say("arrow")} ${end}\n${listed(isolated(short(line.kind.name, 40)), standsFor(line))}`;
}

function lineColour(line, faded) {
  const opacity = faded ? FADED : OPACITY;
  return { color: line.kind.colour, hover: OUTLINE, highlight: OUTLINE, opacity, inherit: false };
}

// However far the reader zooms out, a node can be seen; zooming in parts nodes more than it enlarges them.
// Groups lie as far apart as their members need, so their size is one of the screen.
function radius(node, scale) {
  if (isGroup(node)) return node.size / scale;
  const smallest = (SMALLEST_ON_SCREEN / scale) * Math.sqrt(node.size / 9);
  const largest = (LARGEST_ON_SCREEN / scale) * Math.sqrt(node.size / 17);
  return Math.min(Math.max(node.size, smallest), largest);
}

function drawNode({ ctx, id, x, y, state }) {
  const node = nodes[id];
  const scale = network.getScale();
  const r = radius(node, scale);
  return {
    nodeDimensions: { width: 2 * r, height: 2 * r },
    drawNode() {
      ctx.translate(x, y);
      if (node === selection.node || node === cursor) {
        ctx.beginPath();
        ctx.arc(0, 0, r + 5 / scale, 0, 2 * Math.PI);
        ctx.lineWidth = 2.5 / scale;
        ctx.strokeStyle = node === selection.node ? "#000" : "#1f5a8c";
        ctx.stroke();
      }
      ctx.globalAlpha = isNear(node) ? 1 : FADED;
      ctx.scale(r, r);
      ctx.fillStyle = node.kind.colour;
      ctx.strokeStyle = OUTLINE;
      ctx.lineWidth = (state.hover ? 2 : 0.9) / scale / r;
      ctx.fill(paths[node.type]);
      ctx.stroke(paths[node.type]);
    },
  };
}

// The reader may move nodes; areas and labels follow.
function follow({ nodes: moved }) {
  if (moved.length === 0) return;
  for (const [id, place] of Object.entries(network.getPositions(moved))) Object.assign(nodes[id], place);
  findAreas();
}
network.on("dragging", follow);
network.on("dragEnd", follow);

const animation = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250 });
const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: animation() });

// Show all visible nodes with a margin for labels.
function fit(how = animation()) {
  const shown = nodes.filter((node) => node.shown);
  if (shown.length === 0) return;
  const [left, right] = extent(shown.map((node) => node.x));
  const [top, bottom] = extent(shown.map((node) => node.y));
  const { clientWidth, clientHeight } = part("graph");
  const padding = 2 * AREA_PADDING;
  const scale = Math.min((clientWidth - 70) / (right - left + padding), (clientHeight - 60) / (bottom - top + padding), 2);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 - 8 / scale }, scale: Math.max(scale, 0.02), animation: how });
}

const goTo = (node) => network.focus(node.id, { scale: Math.max(network.getScale(), 0.9), animation: animation() });

// vis-network would draw everything after each change that it is told of; here once, at the end of all.
function quietly(change) {
  network.body.emitter.emit("_blockRedraw");
  change();
  network.body.emitter.emit("_allowRedraw");
}

// Only what changes is handed over: vis-network rebuilds each. Marking the selection, which follows, draws.
function drawGraph() {
  quietly(() => {
    for (const [items, set] of [[lines, visLines], [nodes, visNodes]]) {
      const changed = items.filter((item) => item.shown !== (item.drawn ?? true));
      for (const item of changed) item.drawn = item.shown;
      if (changed.length > 0) set.update(changed.map(({ id, shown }) => ({ id, hidden: !shown })));
    }
  });
  findAreas();
}

// Fade what the selection does not touch.
function markGraph() {
  quietly(() => {
    const { node, line } = selection;
    if (node) network.selectNodes([node.id]);
    else if (line) network.setSelection({ nodes: [], edges: [line.id] });
    else network.unselectAll();
    const changed = lines.filter((other) => isTouched(other) === Boolean(other.faded));
    for (const other of changed) other.faded = !other.faded;
    if (changed.length > 0) visLines.update(changed.map((other) => ({ id: other.id, color: lineColour(other, other.faded) })));
  });
  network.redraw();
}

network.on("click", ({ nodes: [node], edges: [line] }) => {
  if (node !== undefined) select({ node: nodes[node] });
  else if (line !== undefined) select({ line: lines[line] });
  else select({});
});
addFace("graph", drawGraph, markGraph, { zoom, fit: () => fit() });
