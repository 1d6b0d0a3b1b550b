// summary: Every leg of some routes, with its provenance, to be drawn.
// doc: Properties of persons and numbers of victims stay behind; a view is made to be carried away.
// mode: read
// returns: set
// params:
//   keys: {type: strings, doc: "keys of the routes"}
// columns:
//   start_type: {type: string}
//   start: {type: string}
//   type: {type: string}
//   end_type: {type: string}
//   end: {type: string}
//   source: {type: string}
//   record: {type: string}
//   owner: {type: string}
//   reliability: {type: string}
//   credibility: {type: string}
//   first_seen: {type: string}
//   last_seen: {type: string}
//   position: {type: integer}
//   mode: {type: string}
//   route: {type: string, doc: key of the route that a leg is of}
//   handling: {type: string, doc: of the claim}

MATCH (a:Location)-[r:LEG]->(b:Location)
WHERE r.route IN $keys
RETURN labels(a)[0] AS start_type, a.key AS start, type(r) AS type, labels(b)[0] AS end_type, b.key AS end,
       r.source AS source, r.record AS record, r.owner AS owner, r.reliability AS reliability,
       r.credibility AS credibility, r.first_seen AS first_seen, r.last_seen AS last_seen,
       r.position AS position, r.mode AS mode, r.route AS route,
       coalesce(r.handling, 'RED') AS handling
