// Search in labels, aliases and keys.

const HITS = 10;
const searchable = nodes.map((node) => [node.label, ...node.aliases, node.key].map(folded).join("\n"));

function search() {
  const wanted = folded(part("search").value.trim());
  const found = wanted === "" ? [] : byRank.filter((node) => searchable[node.id].includes(wanted));
  part("hits").replaceChildren(...found.slice(0, HITS).map(hit));
  part("matches").textContent = wanted === "" ? "" : found.length > HITS ? say("matches-first", { n: found.length, first: HITS }) : say("matches", { n: found.length });
}

function hit(node) {
  const line = button(glyph(node.kind), () => {
    select({ node });
    goTo(node);
  }, node.shown ? {} : { class: "off", title: say("filtered-out") });
  line.append(words(short(node.label, 80)));
  if (node.jurisdiction >= 0) line.append(make("span", { class: "quiet" }, words(legend.jurisdictions[node.jurisdiction].code)));
  return make("li", {}, line);
}

part("search").addEventListener("input", search);
part("search").addEventListener("keydown", (event) => {
  const first = part("hits").querySelector("button");
  if (event.key === "Enter") first?.click();
  else if (event.key === "ArrowDown") first?.focus();
  else return;
  event.preventDefault();
});
onFilter(search);
