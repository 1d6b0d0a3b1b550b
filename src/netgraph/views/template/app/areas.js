// Outlines of jurisdictions in the network: a soft area behind the nodes that belong together.
const AREA_PADDING = 26;
const byCommunity = nodes.some(({ community }) => community >= 0); // of an analysis, instead of jurisdictions
const areaOf = (node) => (byCommunity ? node.community : node.jurisdiction);
const areaName = (area) => (byCommunity ? say("community", { n: area }) : legend.jurisdictions[area].name || legend.jurisdictions[area].code);
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
    if (!node.shown || areaOf(node) < 0) continue;
    if (!members.has(areaOf(node))) members.set(areaOf(node), []);
    members.get(areaOf(node)).push(node);
  }
  areas = [...members]
    .filter(([, group]) => group.length > 1)
    .map(([jurisdiction, group]) => {
      const corners = outline(group.map(({ x, y }) => ({ x, y })));
      const path = shape(`M${corners.map(({ x, y }) => `${x} ${y}`).join("L")}Z`);
      const [left, right] = extent(corners.map((corner) => corner.x));
      const [top, bottom] = extent(corners.map((corner) => corner.y));
      return {
        path,
        size: group.length,
        jurisdiction,
        name: short(areaName(jurisdiction), 28),
        box: [left - AREA_PADDING, top - AREA_PADDING, right + AREA_PADDING, bottom + AREA_PADDING],
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
