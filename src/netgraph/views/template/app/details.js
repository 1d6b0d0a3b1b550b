// The details of what is selected: properties first, then every claim with its provenance.

const OPEN_AT_MOST = 8; // relationships whose claims are unfolded from the start
const LISTED = 200; // relationships of a cell of the matrix

// The codes of the Admiralty; what is none of them is shown without a meaning.
const meant = (name, code) => (/^[A-F1-6]$/.test(code) ? language.words[`${name}-${code.toLowerCase()}`] ?? "" : "");

function markingSign(word) {
  const known = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"].includes(word);
  return words(known ? `TLP:${word}` : word, { class: known ? `tlp ${word.toLowerCase().replace("+", "-")}` : "tlp" });
}

function gradeSign(claim) {
  const sign = words(claim.grade, { class: "grade" });
  sign.title = listed(meant("reliability", claim.reliability ?? ""), meant("credibility", claim.credibility ?? ""));
  return sign;
}

function claimItem(claim) {
  const head = make("div", { class: "from" }, words(claim.source ?? ""));
  if (claim.grade) head.append(gradeSign(claim));
  if (claim.handling) head.append(markingSign(claim.handling));
  const facts = [
    [say("record"), claim.record ?? ""],
    [say("owner"), claim.owner ?? ""],
    [say("first-seen"), claim.first ?? ""],
    [say("last-seen"), claim.last ?? ""],
    ...(claim.properties ?? []),
  ];
  return make("li", { class: "claim" }, head, pairs(facts));
}

function claimList(line) {
  const shown = shownClaims(line);
  const hidden = line.claims.length - shown.length;
  const rest = hidden > 0 ? [make("li", { class: "claim quiet" }, say("claims-filtered", { n: hidden }))] : [];
  return make("ul", { class: "claims" }, ...shown.map(claimItem), ...rest);
}

const nodeLink = (node) => button(words(short(node.label, 200)), () => select({ node }), { class: "link" });

const showInGraph = (node) =>
  button(say("show-in-graph"), () => {
    showFace("graph");
    goTo(node);
  });

function bar(...actions) {
  return make("div", { class: "bar" }, ...actions, button(say("close"), () => select({}), { "aria-label": say("close-details") }));
}

function nodeDetails(node) {
  const visible = node.lines.filter((line) => line.shown);
  const hidden = node.lines.filter((line) => !isFolded(line)).length - visible.length;
  const kind = make("div", { class: "kind" }, words(node.kind.name));
  if (node.jurisdiction >= 0) kind.append(words(jurisdictionName(node.jurisdiction)));
  if (node.handling) kind.append(markingSign(node.handling));
  const facts = [[say("key"), node.own], [say("also-known-as"), node.aliases.join("; ")], ...node.properties];
  const counted = say("relationships", { n: visible.length });
  const found = [
    bar(...groupAction(node), showInGraph(node)),
    make("h2", {}, glyph(node.kind, 20), words(node.label)),
    kind,
    pairs(facts),
    make("h3", {}, hidden > 0 ? say("more-filtered", { shown: counted, n: hidden }) : counted),
  ];
  for (const line of visible) {
    const verb = make("span", { class: "verb" }, `${say(line.end === node && line.start !== node ? "arrow-back" : "arrow")} `, words(line.kind.name), " ");
    found.push(relation(line, visible.length <= OPEN_AT_MOST, verb, nodeLink(across(line, node))));
  }
  return found;
}

function relation(line, open, ...head) {
  const found = make("div", { class: "relation" }, make("p", {}, ...head));
  if (line.claims.length > 0) {
    const fold = make("details", {}, make("summary", {}, standsFor(line)), claimList(line));
    fold.open = open;
    found.append(fold);
  } else found.append(make("p", { class: "quiet" }, standsFor(line)));
  return found;
}

// What a cell of the matrix stands for: its routes with their stops in order, or its lines.
function bundleDetails({ title, counted, lines: bundled, routes: followed }) {
  const visible = [...bundled].filter((line) => line.shown);
  const found = [bar(), make("h2", {}, make("span", {}, ...title.flatMap((name, order) => [order > 0 ? ` ${say("arrow")} ` : "", words(name)]))), make("h3", {}, counted)];
  for (const { node, stops } of followed) {
    const path = stops.flatMap(({ place }, order) => [...(order > 0 ? [` ${say("arrow")} `] : []), nodeLink(place)]);
    found.push(make("div", { class: "relation" }, make("p", {}, nodeLink(node)), make("p", { class: "quiet" }, ...path)));
  }
  if (followed.length > 0) return found;
  for (const line of visible.slice(0, LISTED)) {
    found.push(relation(line, visible.length <= OPEN_AT_MOST, nodeLink(line.start), " ", make("span", { class: "verb" }, line.directed ? `${say("arrow")} ` : "– ", words(line.kind.name)), " ", nodeLink(line.end)));
  }
  if (visible.length > LISTED) found.push(make("p", { class: "quiet" }, say("first-listed", { n: LISTED })));
  return found;
}

function lineDetails(line) {
  return [
    bar(showInGraph(line.start)),
    make("h2", {}, words(line.kind.name)),
    make("p", { class: "ends" }, nodeLink(line.start), ` ${say("arrow")} `, nodeLink(line.end)),
    make("h3", {}, standsFor(line)),
    ...(line.claims.length > 0 ? [claimList(line)] : []),
  ];
}

function showDetails() {
  const { node, line, bundle } = selection;
  const found = node ? nodeDetails(node) : line ? lineDetails(line) : bundle ? bundleDetails(bundle) : [];
  part("details").replaceChildren(...found);
}

onSelect(() => {
  showDetails();
  part("details").parentElement.scrollTop = 0;
});
onFilter(showDetails);

const reading = [
  legend.weights ? say("size-by-measure", { measure: isolated(legend.weights) }) : say("size-by-degree"),
  ...(legend.lineWeights ? [say("width-by-weight")] : lines.some((line) => line.claims.length > 0) ? [say("width-by-claims")] : []),
  ...(byCommunity ? [say("shaded-community")] : [...nodesOfJurisdiction].some(([value, members]) => value >= 0 && members.length > 1) ? [say("shaded-area")] : []),
  ...(lines.some((line) => line.cut) ? [say("struck-out")] : []),
  ...(nodes.some((node) => node.removed) ? [say("crossed-out")] : []),
  ...(legend.laidOut ? [say("distances")] : []),
];
part("about").append(
  make("h2", {}, say("about")),
  make("p", { class: "hint" }, say("about-select")),
  ...(legend.notes.length > 0 ? [make("ul", { class: "notes" }, ...legend.notes.map((note) => make("li", {}, words(note))))] : []),
  make("h3", {}, say("how-to-read")),
  make("p", { id: "reading" }, sentences(...reading)),
  ...(legend.generated.length > 0 ? [make("h3", {}, say("made-with")), pairs(legend.generated)] : []),
  ...(language.code !== "en" && legend.generated.some(([, , english]) => english) ? [make("p", { class: "quiet" }, say("in-english"))] : []),
);
