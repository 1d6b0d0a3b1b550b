// Routes: the stops of each in their order, drawn as a strip. What is selected narrows them down.

const STRIPS = 60; // drawn at once
const UNKNOWN_STAGE = { path: ROLES[0].path, colour: "#8A939C" };
const STAGE_LOOKS = new Map(legend.stages.map(({ value, role }) => [value, ROLES[role] ?? UNKNOWN_STAGE]));

// A route is touched when it, or one of its stops, is; or when what is selected lies next to it.
function isOnRoute({ node, stops }) {
  if (selection.bundle?.routes.some((route) => route.node === node)) return true;
  return node === selection.node || stops.some(({ line }) => isTouched(line)) || node.lines.some((line) => line.shown && isTouched(line));
}

function routesToShow() {
  const seen = routes.filter((route) => isThere(route.node) && route.stops.some(isSeen)).sort((a, b) => compare(short(a.node.label, 200), short(b.node.label, 200)));
  const chosen = isAnything() ? seen.filter(isOnRoute) : [];
  return { seen, chosen, found: chosen.length > 0 ? chosen : seen };
}

// Whether somebody is said to have arrived before they left the stop before; dates of one length compare as text.
function isBackwards(stop, before) {
  const [left, came] = [ofStop(before, "departed") || ofStop(before, "arrived"), ofStop(stop, "arrived") || ofStop(stop, "departed")];
  return left.length > 0 && left.length === came.length && came < left;
}

function stopItem(stop, before) {
  const dates = [["arrived", "arrived-on"], ["departed", "left-on"]].flatMap(([property, key]) => (ofStop(stop, property) ? [say(key, { date: isolated(ofStop(stop, property)) })] : []));
  const country = stop.place.jurisdiction >= 0 ? [make("span", { class: "quiet" }, words(legend.jurisdictions[stop.place.jurisdiction].code))] : [];
  const way = cameBy(stop);
  const item = make(
    "li",
    {},
    make("span", { class: "way" }, way ? words(way) : ""),
    make("span", { class: "sign" }, glyph(STAGE_LOOKS.get(ofStop(stop, "stage")) ?? UNKNOWN_STAGE, 18)),
    make("span", { class: "place" }, nodeLink(stop.place), " ", ...country),
    make("span", { class: "quiet" }, words(stageOf(stop) || say("stage-not-stated"))),
    ...dates.map((date) => make("span", { class: "date" }, words(date))),
    ...(before && isBackwards(stop, before) ? [make("span", { class: "doubt" }, say("dates-backwards"))] : []),
  );
  item.classList.toggle("chosen", stop.place === selection.node);
  return item;
}

const gapItem = (count) => make("li", { class: "gap quiet" }, say("stops-hidden", { n: count }));

function strip(route) {
  const list = make("ol", { class: "strip" });
  let [gap, before] = [0, null];
  for (const stop of route.stops) {
    if (isSeen(stop)) {
      if (gap > 0) list.append(gapItem(gap));
      list.append(stopItem(stop, before));
      [gap, before] = [0, stop];
    } else gap += 1;
  }
  if (gap > 0) list.append(gapItem(gap));
  const sources = new Set(route.stops.flatMap((stop) => ofStop(stop)).map((claim) => claim.source));
  const head = make("h2", {}, nodeLink(route.node), make("span", { class: "quiet" }, ` ${listed(say("stops", { n: route.stops.length }), say("sources", { n: sources.size }))}`));
  return make("section", { class: "route" }, head, list);
}

function drawPaths() {
  const { seen, chosen, found } = routesToShow();
  const choice = make("select", { id: "route" }, make("option", { value: "" }, say("all-routes", { n: seen.length })));
  for (const { node } of seen) choice.append(make("option", { value: String(node.id), dir: "auto" }, short(node.label, 80)));
  choice.value = chosen.length === 1 ? String(chosen[0].node.id) : "";
  choice.addEventListener("change", () => {
    select({ node: choice.value === "" ? null : nodes[choice.value] });
    part("route").focus();
  });
  const looks = legend.stages.map(({ value, name }) => make("span", {}, glyph(STAGE_LOOKS.get(value)), " ", words(name)));
  const notes = [
    isAnything() ? (chosen.length > 0 ? say("routes-chosen", { n: chosen.length }) : say("routes-none-chosen")) : "",
    found.length > STRIPS ? say("routes-first", { n: found.length, first: STRIPS }) : "",
    say("routes-reading"),
  ];
  part("paths").replaceChildren(
    make("div", { class: "control" }, make("label", {}, say("column-route"), " ", choice), make("span", { class: "shades" }, ...looks)),
    make("p", { class: "quiet", id: "paths-note" }, sentences(...notes)),
    ...found.slice(0, STRIPS).map(strip),
  );
}

if (routes.length > 0) addFace("paths", drawPaths, drawPaths);
else {
  part("paths").append(make("p", { class: "empty" }, say("routes-empty")));
  addFace("paths", () => {}, () => {});
}
