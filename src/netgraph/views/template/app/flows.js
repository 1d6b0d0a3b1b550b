// What the map shows: the countries of the picture with what they are to routes, and the flows between them.

const ROLES = [
  { name: say("origin"), of: (n) => say("origin-of", { n }), path: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z", colour: "#E69F00" },
  { name: say("transit"), of: (n) => say("transit-of", { n }), path: "M0-1.25L1.25 0L0 1.25L-1.25 0Z", colour: "#56B4E9" },
  { name: say("destination"), of: (n) => say("destination-of", { n }), path: "M-.9-.9H.9V.9H-.9Z", colour: "#0072B2" },
];
const PLAIN = { name: say("filter-nodes"), path: ROLES[0].path, colour: "#009E73" };

const countries = legend.jurisdictions.flatMap(({ place, code, name }, jurisdiction) =>
  place ? [{ x: place[0], y: place[1], code, name: name || code, jurisdiction }] : [],
);
const countryOf = new Map(countries.map((country) => [country.jurisdiction, country]));

// Count what is seen. Returns the flows, and how many items are not or not wholly on the map.
function countFlows() {
  const kind = COUNTS[counting];
  const flows = new Map();
  const off = new Set();
  for (const country of countries) Object.assign(country, { roles: [0, 0, 0], items: new Set(), nodes: 0 });
  for (const { shown, jurisdiction, stands } of nodes) if (shown && countryOf.has(jurisdiction)) countryOf.get(jurisdiction).nodes += stands ?? 1;
  for (const item of kind.items()) {
    if (!kind.partly(item)) continue;
    for (const ends of kind.legs(item)) {
      if (!ends.every((end) => end.shown)) continue;
      const [from, to] = ends.map((end) => countryOf.get(end.jurisdiction));
      for (const country of [from, to]) country?.items.add(item);
      if (!from || !to) off.add(item);
      else if (from !== to) {
        const key = `${from.jurisdiction} ${to.jurisdiction}`;
        if (!flows.has(key)) flows.set(key, { from, to, items: new Set() });
        flows.get(key).items.add(item);
      }
    }
    if (counting === "route") countRoles(item.stops);
  }
  for (const flow of flows.values()) flow.size = countOf(flow.items);
  return { flows: [...flows.values()].sort((a, b) => a.size - b.size), off: countOf(off) };
}

// Once for each route: the country that it starts or ends in is no transit.
function countRoles(stops) {
  const [first, last] = [stops[0], stops.at(-1)];
  const between = new Set(stops.filter(isSeen).map(({ place }) => place.jurisdiction));
  for (const { place } of [first, last]) between.delete(place.jurisdiction);
  const at = (stop) => (isSeen(stop) ? [stop.place.jurisdiction] : []);
  for (const [role, places] of [at(first), between, at(last)].entries()) {
    for (const place of places) if (countryOf.has(place)) countryOf.get(place).roles[role] += 1;
  }
}

const sizeOf = (country) => (counting === "route" ? Math.max(...country.roles) : country.nodes);

// The commonest role; of equals a destination before an origin before transit.
const lookOf = (country) => (counting === "route" ? ROLES[[2, 0, 1].find((role) => country.roles[role] === sizeOf(country))] : PLAIN);

function countryText(country) {
  const roles = ROLES.map(({ of }, role) => (country.roles[role] > 0 ? of(country.roles[role]) : ""));
  return say("place-and-roles", { place: isolated(short(country.name, 60)), roles: counting === "route" ? listed(...roles) : say("nodes", { n: country.nodes }) });
}
