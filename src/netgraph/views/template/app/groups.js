// Groups of a large graph: each is drawn as one node until the reader opens it, then as its members.
// Lines lead between groups, between members, and between both, so that every claim is drawn once.

const opened = new Set(); // groups
for (const node of nodes) {
  node.group = node.group < 0 ? null : nodes[node.group];
  if (node.group) (node.group.members ??= []).push(node);
}

// What stands in another's place: a member of a closed group, an open group, and what leads there.
function isFolded(item) {
  if (item.line) return isFolded(item.line);
  if (item.start) return isFolded(item.start) || isFolded(item.end);
  return item.group ? !opened.has(item.group) : opened.has(item);
}

function onlyOutermost() {
  for (const node of nodes) node.shown &&= !isFolded(node);
}

filters.unshift(onlyOutermost);

// What passes all filters but this one is `kept`: inside of a closed group it is not drawn, and yet not filtered out.
function keepWhatPasses() {
  filterBy(filters.filter((filter) => filter !== onlyOutermost));
  for (const node of nodes) node.kept = node.shown;
  for (const line of lines) for (const claim of line.claims) claim.kept = claim.shown && line.shown;
}

// The way in and out: from the details of the group, or of one of its members.
function openGroup(group, on = true) {
  if (on) opened.add(group);
  else opened.delete(group);
  applyFilter();
  select({ node: on ? group.members[0] : group });
}

function groupAction(node) {
  if (node.members) return [button(say("open-group", { n: node.members.length }), () => openGroup(node), { id: "open-group" })];
  if (node.group) return [button(say("close-group"), () => openGroup(node.group, false), { id: "close-group" })];
  return [];
}

network.on("doubleClick", ({ nodes: [id] }) => {
  const node = nodes[id];
  if (node?.members) openGroup(node);
  else if (node?.group) openGroup(node.group, false);
});
