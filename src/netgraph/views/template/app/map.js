// The map. Symbols, arcs and labels are set in pixels of the screen over outlines in units of the map, so that
// they do not grow with the zoom.

const land = draw("g", { class: "land" }, ...Object.values(legend.outlines).map((d) => draw("path", { d })));
const arcLayer = draw("g");
const countryLayer = draw("g");
const sheet = draw("svg", { "aria-hidden": "true" }, land, arcLayer, countryLayer);
const mapControl = make("div", { class: "control" });
const mapNote = make("p", { class: "quiet", id: "map-note" });
const view = { x: 0, y: 0, scale: 0 }; // the middle in units of the map, and pixels for each
const mapEmpty = make("p", { class: "empty" }, say("map-nothing-seen"));
let arcs = [];
let offMap = 0; // what is counted and not wholly on the map
let standing = null; // the country or arc the keyboard stands on

const onMap = () => countries.filter((country) => sizeOf(country) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
const toPixels = ({ x, y }) => [(x - view.x) * view.scale + part("map").clientWidth / 2, (y - view.y) * view.scale + part("map").clientHeight / 2];

// Symbols that would lie upon each other give way, the larger ones less. `at` is where they are drawn.
const GAP = 2; // pixels between symbols, at most
const COVERED = 0.06; // of the map, by symbols, at most
function spread(seen) {
  const most = Math.max(1, ...seen.map(sizeOf));
  const { clientWidth: width, clientHeight: height } = part("map");
  for (const country of seen) {
    country.r = 4 + 10 * Math.sqrt(sizeOf(country) / most);
    country.at = toPixels(country);
  }
  const [wide, high] = [0, 1].map((axis) => extent(seen.map(({ at }) => at[axis]))).map(([least, greatest]) => greatest - least);
  const room = COVERED * Math.max(wide * high, (width * height) / 3);
  const crowded = Math.sqrt(room / seen.reduce((sum, { r }) => sum + Math.PI * r * r, 0));
  for (const country of seen) country.r *= Math.min(1, Math.max(0.42, width / 900), Math.max(0.15, crowded)); // less on a phone
  for (let round = 0, moved = true; moved && round < 120; round += 1) {
    moved = false;
    for (const [i, one] of seen.entries()) {
      for (const [j, other] of seen.slice(0, i).entries()) {
        let [dx, dy] = [one.at[0] - other.at[0], one.at[1] - other.at[1]];
        const room = one.r + other.r + Math.min(GAP, 0.25 * (one.r + other.r));
        if (Math.abs(dx) >= room || Math.abs(dy) >= room || Math.hypot(dx, dy) >= room - 0.1) continue;
        if (dx === 0 && dy === 0) [dx, dy] = [Math.cos(i + j), Math.sin(i + j)];
        const push = (room - Math.hypot(dx, dy)) / Math.hypot(dx, dy);
        const share = one.r / (one.r + other.r);
        one.at = [one.at[0] + dx * push * (1 - share), one.at[1] + dy * push * (1 - share)];
        other.at = [other.at[0] - dx * push * share, other.at[1] - dy * push * share];
        moved = true;
      }
    }
  }
}

const pen = make("canvas").getContext("2d"); // measures

// Where the label of a symbol has room: below, above, right, left, or nowhere.
function labelBox([x, y], r, text, taken) {
  pen.font = LABEL_FONT;
  const half = pen.measureText(text).width / 2 + 3;
  const box = [[x, y + r + 10], [x, y - r - 9], [x + r + half, y], [x - r - half, y]]
    .map(([mx, my]) => ({ left: mx - half, right: mx + half, top: my - 8, bottom: my + 8, mx, my }))
    .find((one) => one.left > 0 && one.right < part("map").clientWidth && one.top > 0 && one.bottom < part("map").clientHeight && taken.free(one));
  if (box) taken.add(box);
  return box;
}

function drawCountry(country, taken) {
  const { r, at: [x, y] } = country;
  const place = toPixels(country);
  const away = Math.hypot(x - place[0], y - place[1]) > 3; // a thin line leads to where it lies
  const leader = away ? [draw("path", { class: "leader", d: `M${place.join(" ")}L${x} ${y}` })] : [];
  const { path, colour } = lookOf(country);
  const text = short(country.name, 26);
  const box = labelBox([x, y], r, text, taken);
  const label = box ? [draw("text", { x: box.mx, y: box.my }, text)] : [];
  country.element = draw("g", { class: "country" }, draw("title", {}, countryText(country)), ...leader, draw("path", { class: "symbol", d: path, fill: colour, transform: `translate(${x} ${y}) scale(${r})` }), ...label);
  country.element.addEventListener("click", () => selectCountry(country));
  country.element.addEventListener("pointerenter", () => point(country));
  country.element.addEventListener("pointerleave", () => point(null));
  return country.element;
}

const selectCountry = (country) => select({ bundle: asBundle([country.name], country.items) });

function placeMap() {
  const { clientWidth, clientHeight } = part("map");
  if (clientWidth === 0) return;
  makePale(clientWidth, clientHeight);
  sayMap();
  if (view.scale === 0) frameMap();
  sheet.setAttribute("viewBox", `0 0 ${clientWidth} ${clientHeight}`); // paper has another width
  land.setAttribute("transform", `translate(${clientWidth / 2 - view.x * view.scale} ${clientHeight / 2 - view.y * view.scale}) scale(${view.scale})`);
  const seen = onMap();
  spread(seen);
  const taken = new Occupied();
  for (const { r, at: [x, y] } of seen) taken.add({ left: x - 0.8 * r, right: x + 0.8 * r, top: y - 0.8 * r, bottom: y + 0.8 * r });
  for (const { offsetLeft: left, offsetTop: top, offsetWidth, offsetHeight } of [mapControl, mapNote]) taken.add({ left, top, right: left + offsetWidth, bottom: top + offsetHeight });
  arcLayer.replaceChildren(...arcs.map((arc) => drawArc(arc, arcs.at(-1).size)));
  countryLayer.replaceChildren(...seen.map((country) => drawCountry(country, taken)).reverse());
  markMap();
}

function drawMap() {
  const { flows, off } = countFlows();
  [arcs, offMap] = [flows, off];
  const looks = counting === "route" ? ROLES : [PLAIN];
  mapControl.replaceChildren(chooser(), make("span", { class: "shades" }, ...looks.map((look) => make("span", {}, glyph(look), ` ${look.name}`))));
  placeMap();
}

// How to read it, and what is not on it.
function sayMap() {
  const kind = COUNTS[counting];
  const nowhere = nodes.filter(({ shown, jurisdiction }) => shown && !countryOf.has(jurisdiction)).length;
  mapNote.textContent = sentences(
    say(counting === "route" ? "map-symbols-route" : "map-symbols-node"),
    say(counting === "route" ? "map-arcs-route" : groups.length > 0 ? "map-arcs-claim" : "map-arcs-relationship"),
    ...palest(),
    offMap > 0 ? say("map-off", { items: kind.count(offMap) }) : "",
    counting === "route" && endless > 0 ? say("matrix-short", { items: kind.count(endless) }) : "",
    counting === "line" && nowhere > 0 ? say("map-nowhere", { n: nowhere }) : "",
    say("map-borders"),
  );
  mapEmpty.hidden = onMap().length > 0;
}

function markMap() {
  const anything = isAnything();
  const near = new Set(nodes.filter((node) => node.shown && isNear(node)).map(({ jurisdiction }) => jurisdiction));
  for (const country of countries) {
    country.element?.classList.toggle("faded", anything && !near.has(country.jurisdiction));
    country.element?.classList.toggle("standing", country === standing);
  }
  markArcs();
}

// Show all that is seen, with room for labels and for the words above and below.
function frameMap() {
  const { clientWidth, clientHeight } = part("map");
  const seen = onMap().length > 0 ? onMap() : countries;
  const [left, right] = extent(seen.map(({ x }) => x));
  const [top, bottom] = extent(seen.map(({ y }) => y));
  const [above, below] = [mapControl, mapNote].map((one) => one.offsetHeight);
  const scale = Math.max(0.1, Math.min((clientWidth - 110) / (right - left), (clientHeight - above - below - 70) / (bottom - top), Math.max(5, clientWidth / 160)));
  Object.assign(view, { x: (left + right) / 2, y: (top + bottom) / 2 + (below - above) / 2 / scale, scale });
}

function fitMap() {
  frameMap();
  placeMap();
}

// By a factor, about a point in pixels that stays where it is: the middle, the pointer, or between two fingers.
function zoomMap(factor, [x, y] = [part("map").clientWidth / 2, part("map").clientHeight / 2]) {
  const scale = Math.min(40, Math.max(0.1, view.scale * factor));
  const [fromX, fromY] = [x - part("map").clientWidth / 2, y - part("map").clientHeight / 2];
  view.x += fromX / view.scale - fromX / scale;
  view.y += fromY / view.scale - fromY / scale;
  view.scale = scale;
  placeMap();
}

function panMap(dx, dy) {
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
}

// One pointer drags the map, two pinch it.
const fingers = new Map(); // by the id of the pointer: where it was

function moveFinger(event) {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.offsetX, event.offsetY];
  fingers.set(event.pointerId, now);
  const still = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  if (still) {
    const [was, is] = [before, now].map(([x, y]) => Math.hypot(x - still[0], y - still[1]));
    panMap((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    zoomMap(is / Math.max(1, was), [(now[0] + still[0]) / 2, (now[1] + still[1]) / 2]);
  } else {
    panMap(now[0] - before[0], now[1] - before[1]);
    placeMap();
  }
}

// Arcs by keyboard, the widest first: those of the country that the keyboard stands on, or all.
function walkArcs(forward) {
  const from = arcs.includes(standing) ? standing.walked : standing;
  const among = [...arcs].reverse().filter(({ from: start, to }) => !from || start === from || to === from);
  if (among.length === 0) return;
  const at = among.indexOf(standing);
  standing = among[(at + (forward ? 1 : at < 0 ? 0 : -1) + among.length) % among.length];
  standing.walked = from;
  part("cursor").textContent = arcText(standing);
  markMap();
}

function walkMap(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== part("map")) return;
  if (DIRECTIONS.has(event.key)) {
    const seen = onMap();
    if (arcs.includes(standing)) standing = standing.walked ?? standing.to;
    standing = seen.includes(standing) ? nearest(standing, DIRECTIONS.get(event.key), seen) ?? standing : seen[0] ?? null;
    part("cursor").textContent = standing ? countryText(standing) : "";
    markMap();
  } else if (event.key === "PageDown" || event.key === "PageUp") walkArcs(event.key === "PageDown");
  else if (event.key === "Enter" && standing) (arcs.includes(standing) ? selectArc : selectCountry)(standing);
  else if (event.key === "+" || event.key === "=") zoomMap(1.4);
  else if (event.key === "-") zoomMap(1 / 1.4);
  else if (event.key === "0") fitMap();
  else return;
  event.preventDefault();
}

function buildMap() {
  const host = part("map");
  if (countries.length === 0) {
    host.append(make("p", { class: "empty" }, say("map-empty")));
    addFace("map", () => {}, () => {});
    return;
  }
  host.append(sheet, mapControl, mapNote, mapEmpty);
  host.addEventListener("keydown", walkMap);
  sheet.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomMap(event.deltaY < 0 ? 1.2 : 1 / 1.2, [event.offsetX, event.offsetY]);
  });
  sheet.addEventListener("pointerdown", (event) => fingers.set(event.pointerId, [event.offsetX, event.offsetY]));
  sheet.addEventListener("pointermove", moveFinger);
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) sheet.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
  addEventListener("resize", () => face === "map" && placeMap());
  addFace("map", drawMap, markMap, { zoom: zoomMap, fit: fitMap });
}

buildMap();
