// Paper: the face that is seen, what it means, and all that is in view as a table on sheets of its own.

const PAPER = 690; // pixels between the margins of an upright sheet

// Browsers print a canvas blank or in the wrong size: print a drawing of it.
function snapshot() {
  const { clientWidth, clientHeight } = part("graph");
  const copy = draw("svg", { id: "snapshot", role: "img", "aria-label": say("printed-network"), viewBox: `0 0 ${clientWidth} ${clientHeight}` });
  copy.append(recordGraph());
  return copy;
}

addEventListener("beforeprint", () => {
  part("snapshot")?.remove();
  if (face === "graph" && nodes.length > 0) part("graph").after(snapshot());
  faces.get("table").draw(true);
  document.querySelector("aside").after(part("table"));
  const grid = document.querySelector("#matrix table");
  if (grid) grid.style.zoom = Math.min(1, PAPER / grid.scrollWidth);
});

addEventListener("afterprint", () => {
  part("snapshot")?.remove();
  part("timeline").before(part("table"));
  faces.get("table").stale = true;
  refresh();
  document.querySelector("#matrix table")?.style.removeProperty("zoom");
});
