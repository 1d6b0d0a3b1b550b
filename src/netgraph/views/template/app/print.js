// Paper: the face that is seen, what it means, and all that is in view as a table on sheets of its own.

const PAPER = 690; // pixels between the margins of an upright sheet
const PICTURE = 410; // pixels of its height for a picture
let onScreen = null; // where the network and the map stood before

// Letters would be too small to read if a wide window shrank to a sheet: lay out what is seen for its size.
function layOutForPaper() {
  const { clientWidth, clientHeight } = part(face);
  const factor = Math.min(PAPER / clientWidth, PICTURE / clientHeight);
  if (face === "graph" && nodes.length > 0) {
    onScreen = { position: network.getViewPosition(), scale: network.getScale() };
    network.setSize(`${PAPER}px`, `${PICTURE}px`);
    network.moveTo({ ...onScreen, scale: factor * onScreen.scale });
  }
  if (face === "map" && countries.length > 0) {
    onScreen = { ...view };
    Object.assign(part("map").style, { width: `${PAPER}px`, height: `${PICTURE}px` });
    view.scale *= factor;
    placeMap();
  }
}

function layOutForScreen() {
  if (face === "graph" && onScreen) {
    network.setSize("100%", "100%");
    network.moveTo(onScreen);
  } else if (face === "map" && onScreen) {
    for (const name of ["width", "height"]) part("map").style.removeProperty(name);
    Object.assign(view, onScreen);
    placeMap();
  }
  onScreen = null;
}

// Browsers print a canvas blank or in the wrong size: print a drawing of it.
function snapshot() {
  const { clientWidth, clientHeight } = part("graph").querySelector("canvas");
  const copy = draw("svg", { id: "snapshot", role: "img", "aria-label": say("printed-network"), viewBox: `0 0 ${clientWidth} ${clientHeight}` });
  copy.append(recordGraph());
  return copy;
}

addEventListener("beforeprint", () => {
  part("snapshot")?.remove();
  layOutForPaper();
  if (face === "graph" && nodes.length > 0) part("graph").after(snapshot());
  faces.get("table").draw(true);
  document.querySelector("aside").after(part("table"));
  const grid = document.querySelector("#matrix table");
  if (grid) grid.style.zoom = Math.min(1, PAPER / grid.scrollWidth);
});

addEventListener("afterprint", () => {
  part("snapshot")?.remove();
  layOutForScreen();
  part("timeline").before(part("table"));
  faces.get("table").stale = true;
  refresh();
  document.querySelector("#matrix table")?.style.removeProperty("zoom");
});
