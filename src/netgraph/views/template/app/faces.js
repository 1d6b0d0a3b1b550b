// Faces: ways of showing the same data, of which the reader sees one. It is drawn anew only when it is seen.

const faces = new Map(); // by the id of the element
let face = "graph"; // the one that is seen

// `draw` follows the filters, `mark` the selection; a face that has a `lens` is zoomed by a factor and fitted.
function addFace(id, draw, mark, lens) {
  faces.set(id, { draw, mark, lens, stale: true });
  part(`as-${id}`).addEventListener("click", () => showFace(id));
}

function refresh() {
  const seen = faces.get(face);
  if (seen.stale) seen.draw();
  seen.stale = false;
  seen.mark();
}

function showFace(id) {
  face = id;
  for (const other of faces.keys()) {
    part(other).classList.toggle("away", other !== id);
    part(`as-${other}`).setAttribute("aria-pressed", String(other === id));
  }
  part("zoom").hidden = !faces.get(id).lens;
  part("export").hidden = id === "table"; // which is copied as text
  refresh();
}

function redraw() {
  for (const one of faces.values()) one.stale = true;
  refresh();
}

onFilter(redraw);
onSelect(() => faces.get(face).mark());
