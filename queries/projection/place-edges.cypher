// summary: How often routes lead from one place straight to another.
// doc: One row for each pair of places and marking, so that a policy can withhold claim by claim.
// mode: read
// returns: set
// columns:
//   start: {type: string}
//   end: {type: string}
//   legs: {type: integer, counts: routes, doc: "claims that a route leads from the one to the other"}
//   victims: {type: integer, counts: persons, doc: "persons moved, where recorded; 0 also when not recorded"}
//   handling: {type: string}

MATCH (a:Location)-[r:LEG]->(b:Location)
RETURN a.key AS start, b.key AS end, count(r) AS legs, sum(r.victims) AS victims, coalesce(r.handling, 'RED') AS handling
