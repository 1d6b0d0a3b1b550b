// The keyboard in the graph: a cursor that walks from node to node.

const DIRECTIONS = new Map([["ArrowRight", [1, 0]], ["ArrowLeft", [-1, 0]], ["ArrowDown", [0, 1]], ["ArrowUp", [0, -1]]]);

// The nearest within 45 degrees of a direction; straight ahead counts as nearer.
function nearest(from, [dx, dy], among) {
  let best = null;
  let least = Infinity;
  for (const node of among) {
    if (node === from) continue;
    const ahead = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (ahead <= 0 || aside > ahead) continue;
    if (ahead + aside < least) [best, least] = [node, ahead + aside];
  }
  return best;
}

function walk(direction) {
  const from = cursor?.shown ? cursor : null;
  const to = from ? nearest(from, direction, nodes.filter((node) => node.shown)) : byRank.find((node) => node.shown);
  if (!to) return;
  cursor = to;
  part("cursor").textContent = listed(isolated(short(to.label, 200)), isolated(to.kind.name), say("relationships", { n: to.lines.filter((line) => line.shown).length }));
  const { x, y } = network.canvasToDOM(to);
  const { clientWidth, clientHeight } = part("graph");
  if (x < 30 || y < 30 || x > clientWidth - 30 || y > clientHeight - 30) goTo(to);
  else network.redraw();
}

part("graph").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (DIRECTIONS.has(event.key)) walk(DIRECTIONS.get(event.key));
  else if (event.key === "Enter") {
    const node = cursor?.shown ? cursor : byRank.find((other) => other.shown);
    if (node) select({ node });
  } else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});

// Escape clears from wherever the reader is; in a search that is not empty it empties the search first.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || (event.target === part("search") && part("search").value !== "")) return;
  cursor = null;
  select({});
});
