// summary: Which route leads from one place straight to another.
// doc: One row for each pair of places, route and marking, so that a policy can withhold claim by claim.
// mode: read
// returns: set
// columns:
//   start: {type: string, doc: key of a place}
//   end: {type: string, doc: key of the next}
//   route: {type: string, doc: key of the route}
//   legs: {type: integer, counts: record, doc: claims that the route leads from the one to the other}
//   handling: {type: string, doc: of the claims}

MATCH (a:Location)-[r:LEG]->(b:Location)
RETURN a.key AS start, b.key AS end, r.route AS route, count(r) AS legs, coalesce(r.handling, 'RED') AS handling
