// The legend, which is also the filter: what is unticked is not drawn, not counted and not in the table.
// What is ticked or not are nodes, claims and lines; a line is gone when none of its claims is left.

const unticked = { node: new Set(), line: new Set(), jurisdiction: new Set(), stage: new Set(), marking: new Set() };
const isTicked = (claim) => !unticked.marking.has(claim.handling ?? "") && !unticked.stage.has(claim.stage);

function onlyTicked() {
  for (const node of nodes) node.shown &&= !unticked.node.has(node.type) && !unticked.jurisdiction.has(node.jurisdiction) && !unticked.marking.has(node.handling);
  for (const line of lines) {
    for (const claim of line.claims) claim.shown &&= isTicked(claim);
    line.shown &&= !unticked.line.has(line.type) && line.start.shown && line.end.shown && (line.claims.length === 0 || line.claims.some((claim) => claim.shown));
  }
}

// What the width of a line follows: the weight it was given, else its claims in view.
const volumeOf = (line) => (line.weight === "" ? shownClaims(line).length : Number(line.weight));
const volumes = [...new Set(lines.map(volumeOf))].filter(Number.isFinite).sort((a, b) => a - b);

function onlyVoluminous() {
  const least = volumes[part("least").value] ?? -Infinity;
  for (const line of lines) line.shown &&= !(volumeOf(line) < least); // what is no number stays
}

function onlyConnected() {
  if (!part("hide-loose").checked) return;
  for (const node of nodes) node.shown &&= node.lines.some((line) => line.shown);
}

filters.push(onlyTicked);

const inView = (item) => item.shown && (item.line?.shown ?? true); // a claim is, if its line is
const isThere = (item) => (groups.length > 0 && isFolded(item) ? item.kept : inView(item)); // or inside of what is

function count() {
  const all = lines.flatMap((line) => line.claims);
  const singles = nodes.filter((node) => !isGroup(node));
  // Of lines between groups and nodes most repeat others, one level further in or out.
  const tied = groups.length > 0 ? [[lines.filter(inView), "relationships", "relationships-of"]] : [[lines, "relationships", "relationships-of"], ...(all.length > 0 ? [[all, "claims", "claims-of"]] : [])];
  const kinds = [...(groups.length > 0 ? [[groups, "groups", "groups-of"]] : []), [singles, "nodes", "nodes-of"], ...tied].map(
    ([items, word, some]) => ({ n: items.length, shown: items.filter(isThere).length, word, some }),
  );
  part("counts").textContent = kinds.map(({ n, shown, word, some }) => (shown === n ? say(word, { n }) : say(some, { n, shown }))).join(" · ");
  const hidden = kinds.filter(({ n, shown }) => shown < n).map(({ n, shown, word }) => say(word, { n: n - shown }));
  part("hidden").hidden = hidden.length === 0;
  part("hidden").firstElementChild.textContent = hidden.length > 0 ? say("hidden", { items: listed(...hidden) }) : "";
  for (const { members, element } of tallies) {
    // Between groups a line repeats those inside of them: of lines, those that are drawn.
    const counted = groups.length > 0 && members[0]?.start ? members.filter(inView) : members;
    const [shown, size] = [counted.filter(isThere).length, counted.length];
    element.textContent = shown === size ? numeral(size) : say("part-of", { shown, all: size });
  }
}

const tallies = []; // of the legend: { members, element }
const tickers = []; // show all of a group again

// One group of checkboxes. `items` are { value, name, members, sign }; members are counted while they are in view.
function facet(id, set, items) {
  const host = part(id);
  host.hidden = items.length === 0;
  const boxes = [];
  const list = make("div", { class: "choices" });
  for (const { value, name, members, sign } of items) {
    const box = make("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) set.delete(value);
      else set.add(value);
      applyFilter();
    });
    boxes.push({ box, value });
    const text = words(name);
    text.title = short(name, 300);
    const element = make("span", { class: "count" });
    tallies.push({ members, element });
    list.append(make("label", { class: "choice" }, box, ...(sign ? [sign] : []), text, element));
  }
  const tick = (on) => {
    for (const { box, value } of boxes) {
      box.checked = on;
      if (on) set.delete(value);
      else set.add(value);
    }
  };
  const group = host.querySelector("legend").textContent;
  const press = (on, ...texts) => button(texts[0], () => (tick(on), applyFilter()), { "aria-label": texts[1] });
  host.querySelector("legend").append(press(true, say("all"), say("show-all", { group })), press(false, say("none"), say("show-none", { group })));
  host.append(list);
  tickers.push(() => tick(true));
  // Make one value visible again: the search may lead to something that is filtered out.
  return (wanted) => {
    for (const { box, value } of boxes) if (value === wanted) box.checked = true;
    set.delete(wanted);
  };
}

function groupBy(items, values) {
  const groups = new Map();
  for (const item of items) {
    for (const value of values(item)) {
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(item);
    }
  }
  return groups;
}

function stroke(kind) {
  const sign = make("span", { class: "stroke" });
  sign.style.borderTop = `3px ${kind.dashed ? "dashed" : "solid"} ${kind.colour}`;
  return sign;
}

const nodesOfType = groupBy(nodes, (node) => [node.type]);
const linesOfType = groupBy(lines, (line) => [line.type]);
const nodesOfJurisdiction = groupBy(nodes, (node) => [node.jurisdiction]);
const claimsOfStage = groupBy(lines.flatMap((line) => line.claims), (claim) => (claim.stage ? [claim.stage] : []));
const markedAs = groupBy([...nodes, ...lines.flatMap((line) => line.claims)], (item) => [item.handling ?? ""]);
const MARKINGS = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];
const inOrder = (known, groups) => [...groups].sort(([a], [b]) => ((known.indexOf(a) + 1 || 99) - (known.indexOf(b) + 1 || 99)) || (a < b ? -1 : 1));

const tickNodeType = facet(
  "node-types",
  unticked.node,
  legend.nodeTypes.map((type, value) => ({ value, name: type.name, members: nodesOfType.get(value) ?? [], sign: glyph(type) })),
);
facet(
  "line-types",
  unticked.line,
  legend.lineTypes.map((type, value) => ({ value, name: type.name, members: linesOfType.get(value) ?? [], sign: stroke(type) })),
);
facet(
  "stages",
  unticked.stage,
  legend.stages.map(({ value, name }) => ({ value, name, members: claimsOfStage.get(value) ?? [] })),
);
const tickMarking = facet(
  "markings",
  unticked.marking,
  inOrder(MARKINGS, markedAs).map(([value, members]) => ({ value, name: value === "" ? say("not-stated") : MARKINGS.includes(value) ? `TLP:${value}` : value, members })),
);
const tickJurisdiction = facet(
  "jurisdictions",
  unticked.jurisdiction,
  [...nodesOfJurisdiction]
    .sort((a, b) => Number(a[0] < 0) - Number(b[0] < 0) || b[1].length - a[1].length || a[0] - b[0])
    .map(([value, members]) => ({ value, name: value < 0 ? say("not-stated") : jurisdictionName(value), members })),
);
part("markings").append(make("p", { class: "quiet" }, say("hidden-not-gone")));

function sayLeast() {
  const least = volumes[part("least").value];
  const said = part("least").value === "0" ? say("all") : say("at-least", { items: legend.lineWeights ? numeral(least) : say("claims", { n: least }) });
  part("least-said").textContent = said;
  part("least").setAttribute("aria-valuetext", said);
}

part("volume").hidden = volumes.length < 2;
part("least").max = Math.max(0, volumes.length - 1);
part("least").value = 0;
part("least").addEventListener("input", () => (sayLeast(), applyFilter()));
if (volumes.length > 0) sayLeast();

function showEverything() {
  for (const tick of tickers) tick();
  part("hide-loose").checked = false;
  part("least").value = 0;
  if (volumes.length > 0) sayLeast();
  for (const reset of resets) reset();
  applyFilter();
}

const resets = []; // of filters that stand elsewhere

function reveal(node) {
  if (node.shown) return;
  if (node.group) opened.add(node.group);
  if (node.members) opened.delete(node);
  tickNodeType(node.type);
  tickJurisdiction(node.jurisdiction);
  tickMarking(node.handling);
  part("hide-loose").checked = false;
  applyFilter();
  if (!node.shown) showEverything();
}

part("hidden").append(button(say("show-everything"), showEverything, { class: "link" }));
part("hide-loose").addEventListener("change", applyFilter);
onFilter(count);
