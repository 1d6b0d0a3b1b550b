// The details of what is selected: properties first, then every claim with its provenance.

const OPEN_AT_MOST = 8; // relationships whose claims are unfolded from the start
const LISTED = 200; // relationships of a cell of the matrix

const RELIABILITY = { A: "completely reliable", B: "usually reliable", C: "fairly reliable", D: "not usually reliable", E: "unreliable", F: "cannot be judged" };
const CREDIBILITY = { 1: "confirmed", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable", 6: "cannot be judged" };

function markingSign(word) {
  const known = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"].includes(word);
  return words(known ? `TLP:${word}` : word, { class: known ? `tlp ${word.toLowerCase().replace("+", "-")}` : "tlp" });
}

function gradeSign(claim) {
  const sign = words(claim.grade, { class: "grade" });
  const meanings = [Object.hasOwn(RELIABILITY, claim.reliability) ? `source ${RELIABILITY[claim.reliability]}` : "", Object.hasOwn(CREDIBILITY, claim.credibility) ? `statement ${CREDIBILITY[claim.credibility]}` : ""];
  sign.title = meanings.filter(Boolean).join(", ");
  return sign;
}

function claimItem(claim) {
  const head = make("div", { class: "from" }, words(claim.source ?? ""));
  if (claim.grade) head.append(gradeSign(claim));
  if (claim.handling) head.append(markingSign(claim.handling));
  const facts = [
    ["Record", claim.record ?? ""],
    ["Owner", claim.owner ?? ""],
    ["First seen", claim.first ?? ""],
    ["Last seen", claim.last ?? ""],
    ...(claim.properties ?? []),
  ];
  return make("li", { class: "claim" }, head, pairs(facts));
}

function claimList(line) {
  const shown = shownClaims(line);
  const hidden = line.claims.length - shown.length;
  const rest = hidden > 0 ? [make("li", { class: "claim quiet" }, `${hidden.toLocaleString("en")} more outside the years in view`)] : [];
  return make("ul", { class: "claims" }, ...shown.map(claimItem), ...rest);
}

const nodeLink = (node) => button(words(short(node.label, 200)), () => select({ node }), { class: "link" });

const showInGraph = (node) =>
  button("Show in graph", () => {
    showFace("graph");
    goTo(node);
  });

function bar(...actions) {
  return make("div", { class: "bar" }, ...actions, button("Close", () => select({}), { "aria-label": "Close details" }));
}

function nodeDetails(node) {
  const visible = node.lines.filter((line) => line.shown);
  const hidden = node.lines.length - visible.length;
  const kind = make("div", { class: "kind" }, words(node.kind.name));
  if (node.jurisdiction >= 0) kind.append(words(jurisdictionName(node.jurisdiction)));
  if (node.handling) kind.append(markingSign(node.handling));
  const facts = [["Key", node.key], ["Also known as", node.aliases.join("; ")], ...node.properties];
  const found = [
    bar(showInGraph(node)),
    make("h2", {}, glyph(node.kind, 20), words(node.label)),
    kind,
    pairs(facts),
    make("h3", {}, plural(visible.length, "relationship") + (hidden > 0 ? `, ${hidden.toLocaleString("en")} more filtered out` : "")),
  ];
  for (const line of visible) {
    const verb = make("span", { class: "verb" }, line.end === node && line.start !== node ? "← " : "→ ", words(line.kind.name), " ");
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
  const found = [bar(), make("h2", {}, words(title)), make("h3", {}, counted)];
  for (const { node, stops } of followed) {
    const path = stops.flatMap((stop, order) => [...(order > 0 ? [" → "] : []), nodeLink(stop)]);
    found.push(make("div", { class: "relation" }, make("p", {}, nodeLink(node)), make("p", { class: "quiet" }, ...path)));
  }
  if (followed.length > 0) return found;
  for (const line of visible.slice(0, LISTED)) {
    found.push(relation(line, visible.length <= OPEN_AT_MOST, nodeLink(line.start), " ", make("span", { class: "verb" }, line.directed ? "→ " : "– ", words(line.kind.name)), " ", nodeLink(line.end)));
  }
  if (visible.length > LISTED) found.push(make("p", { class: "quiet" }, `The first ${LISTED} are listed; filters narrow them down.`));
  return found;
}

function lineDetails(line) {
  return [
    bar(showInGraph(line.start)),
    make("h2", {}, words(line.kind.name)),
    make("p", { class: "ends" }, nodeLink(line.start), " → ", nodeLink(line.end)),
    make("h3", {}, standsFor(line)),
    ...(line.claims.length > 0 ? [claimList(line)] : []),
  ];
}

function showDetails() {
  const { node, line, bundle } = selection;
  const found = node ? nodeDetails(node) : line ? lineDetails(line) : bundle ? bundleDetails(bundle) : [];
  part("details").replaceChildren(...found);
  part("details").parentElement.scrollTop = 0;
}

onSelect(showDetails);
onFilter(showDetails);

const reading = [
  `The larger a node, the ${legend.weights ? `higher its ${legend.weights}` : "more relationships it has in this picture"}.`,
  `The wider a line, the ${legend.lineWeights ? "greater its weight" : "more claims it stands for"}.`,
  ...([...jurisdictionCounts].some(([value, size]) => value >= 0 && size > 1) ? ["A shaded area holds what belongs to one jurisdiction."] : []),
  ...(legend.laidOut ? ["Distances mean nothing."] : []),
];
part("about").append(
  make("h2", {}, "About this picture"),
  make("p", { class: "hint" }, "Select a node or a line to see what is known of it, and from whom."),
  ...(legend.notes.length > 0 ? [make("ul", { class: "notes" }, ...legend.notes.map((note) => make("li", {}, words(note))))] : []),
  make("h3", {}, "How to read it"),
  make("p", { id: "reading" }, reading.join(" ")),
  ...(legend.generated.length > 0 ? [make("h3", {}, "Made with"), pairs(legend.generated)] : []),
);
