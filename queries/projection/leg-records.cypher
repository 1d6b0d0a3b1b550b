// summary: Which record says that a route leads from one place straight to another.
// doc: One row for each pair of places, record and marking; the pairs and the counts are those of place-edges.
// mode: read
// returns: set
// columns:
//   start: {type: string, doc: key of a place}
//   end: {type: string, doc: key of the next}
//   source: {type: string, doc: the source that claims it}
//   record: {type: string, doc: in which record}
//   claims: {type: integer, counts: record, doc: legs between the two in that record}
//   handling: {type: string, doc: of the claims}

MATCH (a:Location)-[r:LEG]->(b:Location)
RETURN a.key AS start, b.key AS end, r.source AS source, r.record AS record, count(r) AS claims,
       coalesce(r.handling, 'RED') AS handling
