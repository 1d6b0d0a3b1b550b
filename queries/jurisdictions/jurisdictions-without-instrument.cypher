// summary: Pairs of jurisdictions that share routes or cases and no instrument that the graph knows.
// doc: >-
//   Here a joint case is likely and a legal basis unknown. An instrument that nobody loaded looks the same as
//   one that does not exist. A part of a State is bound by what binds the State. Dates are not looked at here:
//   netgraph analyse cooperation leaves out what is not in force.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   jurisdiction: {type: string, doc: code of a jurisdiction}
//   other: {type: string, doc: code of another}
//   cases: {type: integer, counts: cases, doc: cases that both handle}
//   routes: {type: integer, counts: routes, doc: routes that stop in both}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [jurisdiction, other]

CALL () {
  MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS held_by, 'case' AS kind, c.key AS item,
         [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS item_markings
  UNION ALL
  MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
  RETURN split(l.key, '/')[0] AS held_by, 'route' AS kind, r.key AS item,
         [coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED')] AS item_markings
}
UNWIND item_markings AS marking
WITH kind, item, held_by, collect(DISTINCT marking) AS holder_markings
WITH kind, item, collect({state: held_by, markings: holder_markings}) AS holders
WHERE size(holders) > 1
UNWIND holders AS one
UNWIND holders AS two
WITH kind, item, one, two
WHERE one.state < two.state
UNWIND one.markings + two.markings AS marking
WITH one.state AS first_key, two.state AS second_key,
     count(DISTINCT CASE WHEN kind = 'case' THEN item END) AS cases,
     count(DISTINCT CASE WHEN kind = 'route' THEN item END) AS routes,
     collect(DISTINCT marking) AS markings
MATCH (j:Jurisdiction {key: first_key})
MATCH (k:Jurisdiction {key: second_key})
WHERE NOT EXISTS {
  MATCH (j)-[:PART_OF*0..1]->(:Jurisdiction)-[:PARTY_TO]->(i:Instrument)
  MATCH (k)-[:PART_OF*0..1]->(:Jurisdiction)-[:PARTY_TO]->(i)
}
RETURN j.key AS jurisdiction, k.key AS other, cases, routes, markings
ORDER BY cases DESC, routes DESC, jurisdiction, other
LIMIT $limit
