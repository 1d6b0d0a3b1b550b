// summary: Routes that end in each State beside the cases it handles and their convictions.
// doc: >-
//   Many routes and few cases say where to look for cases that are not seen, or for sources that are not
//   loaded. Cases handled by a part of the State count for the State. Routes as in jurisdiction-flows.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   jurisdiction: {type: string, doc: code of the State}
//   name: {type: string, doc: its name}
//   routes_to: {type: integer, counts: routes, doc: routes that end there}
//   cases: {type: integer, counts: cases, doc: cases it handles}
//   convictions: {type: integer, counts: cases, doc: cases with a conviction there}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [jurisdiction]

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WITH r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
UNWIND [stop IN stops WHERE stop.position = last | stop.state] AS state
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH state, count(DISTINCT r) AS routes_to, collect(DISTINCT marking) AS route_markings
MATCH (j:Jurisdiction {key: state})
CALL (j) {
  MATCH (c:Case)-[h:HANDLED_BY]->(j)
  RETURN c.key AS case_key, h.outcome AS outcome,
         [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS case_markings
  UNION ALL
  MATCH (c:Case)-[h:HANDLED_BY]->(:Jurisdiction)-[p:PART_OF]->(j)
  RETURN c.key AS case_key, h.outcome AS outcome,
         [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED'), coalesce(p.handling, 'RED')]
           AS case_markings
  UNION ALL
  RETURN null AS case_key, null AS outcome, ['CLEAR'] AS case_markings
}
UNWIND case_markings + route_markings AS marking
WITH j, routes_to, count(DISTINCT case_key) AS cases,
     count(DISTINCT CASE WHEN outcome = 'Conviction' THEN case_key END) AS convictions,
     collect(DISTINCT marking) AS markings
RETURN j.key AS jurisdiction, j.name AS name, routes_to, cases, convictions, markings
ORDER BY routes_to DESC, cases, jurisdiction
LIMIT $limit
