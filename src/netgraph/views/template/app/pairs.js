// What the matrix and the map count: pairs of jurisdictions, and the lines that stand for each.

const COUNTS = {
  line: {
    name: say("between-jurisdictions"),
    count: (n) => say(groups.length > 0 ? "claims" : "relationships", { n }),
    nothing: say("no-relationship"),
    axes: say("axes-relationship"),
    square: true,
    items: () => lines,
    partly: (line) => line.shown,
    seen: (line) => line.shown,
    ends: (line) => [[line.start, line.end], ...(line.directed ? [] : [[line.end, line.start]])],
    legs: (line) => [[line.start, line.end]],
    lines: (line) => [line],
    arrow: (items) => [...items].some((line) => line.directed),
    note: lines.some((line) => !line.directed) ? say("both-ways") : "",
  },
  route: {
    name: say("origin-to-destination"),
    count: (n) => say("routes", { n }),
    nothing: say("no-route"),
    axes: say("axes-route"),
    square: false,
    items: () => routes.filter(({ stops }) => stops.length > 1),
    partly: ({ node }) => isThere(node),
    seen: ({ node, stops }) => isThere(node) && isSeen(stops[0]) && isSeen(stops.at(-1)),
    ends: ({ stops }) => [[stops[0].place, stops.at(-1).place]],
    legs: ({ stops }) => stops.slice(1).map((stop, i) => [stops[i], stop]).filter((leg) => leg.every(isSeen)).map((leg) => leg.map(({ place }) => place)),
    lines: ({ stops }) => stops.map(({ line }) => line),
    arrow: () => true,
    note: say("first-and-last"),
  },
};
const offered = ["route", "line"].filter((value) => COUNTS[value].items().length > 0);
let counting = groups.length > 0 ? "line" : offered[0] ?? "line"; // what is drawn first

// Of groups a line stands for as many claims as its weight says.
const countOf = (items) => (groups.length > 0 && counting === "line" ? [...items].reduce((sum, line) => sum + volumeOf(line), 0) : items.size);

// The same choice in each face that counts; with one thing to count there is only its name.
function chooser() {
  if (offered.length < 2) return make("span", {}, COUNTS[counting].name);
  const options = offered.map((value) => make("option", { value }, COUNTS[value].name));
  const select = make("select", { class: "counting" }, ...options);
  select.value = counting;
  select.addEventListener("change", () => {
    counting = select.value;
    redraw();
    part(face).querySelector(".counting").focus();
  });
  return make("label", {}, `${say("count-by")} `, select);
}

// What a cell of the matrix, an arc or a country of the map stands for, as a selection; its title is one name, or two with an arrow between them.
const asBundle = (title, items) => {
  const kind = COUNTS[counting];
  return { title, counted: kind.count(countOf(items)), lines: new Set([...items].flatMap(kind.lines)), routes: counting === "route" ? [...items] : [] };
};
