// The picture itself: vis-network draws lines and handles the mouse, nodes and jurisdictions are drawn here.

const OUTLINE = "#28323c";
const FADED = 0.14;
const OPACITY = Math.max(0.4, 0.85 - lines.length / 2500); // many lines are drawn fainter
const [SMALLEST_ON_SCREEN, LARGEST_ON_SCREEN] = [2.8, 22]; // pixels of radius

const paths = legend.nodeTypes.map((type) => new Path2D(type.path));
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
  const kind = short(node.kind.name, 40) + (place ? `, ${short(place, 60)}` : "");
  return `${short(node.label, 120)}\n${kind}\n${plural(node.lines.length, "relationship")}`;
}

function lineTip(line) {
  return `${short(line.start.label, 60)} → ${short(line.end.label, 60)}\n${short(line.kind.name, 40)}, ${standsFor(line)}`;
}

function lineColour(line, faded) {
  const opacity = faded ? FADED : OPACITY;
  return { color: line.kind.colour, hover: OUTLINE, highlight: OUTLINE, opacity, inherit: false };
}

// However far the reader zooms out, a node can be seen; zooming in parts nodes more than it enlarges them.
function radius(node, scale) {
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

// Outlines of jurisdictions: a soft area behind the nodes that belong together.
const AREA_PADDING = 26;
let areas = [];

function outline(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (ordered) => {
    const chain = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

const extent = (values) => values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);

function findAreas() {
  const members = new Map();
  for (const node of nodes) {
    if (!node.shown || node.jurisdiction < 0) continue;
    if (!members.has(node.jurisdiction)) members.set(node.jurisdiction, []);
    members.get(node.jurisdiction).push(node);
  }
  areas = [...members]
    .filter(([, group]) => group.length > 1)
    .map(([jurisdiction, group]) => {
      const corners = outline(group.map(({ x, y }) => ({ x, y })));
      const path = new Path2D();
      for (const { x, y } of corners) path.lineTo(x, y);
      path.closePath();
      const [left, right] = extent(corners.map((corner) => corner.x));
      return {
        path,
        size: group.length,
        jurisdiction,
        name: short(legend.jurisdictions[jurisdiction].name || legend.jurisdictions[jurisdiction].code, 28),
        x: (left + right) / 2,
        y: extent(corners.map((corner) => corner.y))[0] - AREA_PADDING,
      };
    })
    .sort((a, b) => b.size - a.size);
}

function drawAreas(ctx) {
  const border = 1.2 / network.getScale();
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  for (const [colour, padding] of [["#d5dde5", AREA_PADDING + border], ["#f3f6f9", AREA_PADDING]]) {
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = 2 * padding;
    for (const { path } of areas) {
      ctx.stroke(path);
      ctx.fill(path);
    }
  }
}

network.on("beforeDrawing", drawAreas);

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

// Fade what the selection does not touch. Only what changes is handed over: vis-network rebuilds each.
function fade() {
  const changed = [];
  for (const line of lines) {
    const faded = selection.node
      ? line.start !== selection.node && line.end !== selection.node
      : selection.line !== null && line !== selection.line;
    if (faded !== Boolean(line.faded)) {
      line.faded = faded;
      changed.push({ id: line.id, color: lineColour(line, faded) });
    }
  }
  if (changed.length > 0) visLines.update(changed);
  network.redraw();
}
