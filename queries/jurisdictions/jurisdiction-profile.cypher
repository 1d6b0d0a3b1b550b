// summary: One State in numbers.
// doc: >-
//   Routes as in jurisdiction-flows. Cases are those that it handles itself; citizens are persons of any case,
//   as far as their citizenship is recorded.
// mode: read
// returns: one
// params:
//   jurisdiction: {type: jurisdiction, doc: code of the State}
// columns:
//   jurisdiction: {type: string, doc: its code}
//   name: {type: string, doc: its name}
//   cases: {type: integer, counts: cases, doc: cases it handles}
//   convictions: {type: integer, counts: cases, doc: cases with a conviction there}
//   citizens: {type: integer, counts: persons, doc: its citizens among the persons}
//   routes_from: {type: integer, counts: routes, doc: routes that begin there}
//   routes_through: {type: integer, counts: routes, doc: routes that pass through}
//   routes_to: {type: integer, counts: routes, doc: routes that end there}
//   instruments: {type: strings, counts: things, doc: instruments that bind it}
//   neighbours: {type: strings, counts: things, doc: codes of jurisdictions that border it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

MATCH (j:Jurisdiction {key: $jurisdiction})
CALL (j) {
  MATCH (c:Case)-[h:HANDLED_BY]->(j)
  RETURN count(DISTINCT c) AS cases,
         count(DISTINCT CASE WHEN h.outcome = 'Conviction' THEN c.key END) AS convictions,
         collect(DISTINCT coalesce(c.handling, 'RED')) + collect(DISTINCT coalesce(h.handling, 'RED'))
           AS case_markings
}
CALL (j) {
  MATCH (p:Person)-[z:CITIZEN_OF]->(j)
  RETURN count(DISTINCT p) AS citizens,
         collect(DISTINCT coalesce(p.handling, 'RED')) + collect(DISTINCT coalesce(z.handling, 'RED'))
           AS person_markings
}
CALL (j) {
  MATCH (j)-[b:PARTY_TO]->(i:Instrument)
  WITH i, b
  ORDER BY i.key
  RETURN collect(DISTINCT i.key) AS instruments, collect(DISTINCT coalesce(b.handling, 'RED')) AS bond_markings
}
CALL (j) {
  MATCH (j)-[b:BORDERS]-(n:Jurisdiction)
  WITH n, b
  ORDER BY n.key
  RETURN collect(DISTINCT n.key) AS neighbours, collect(DISTINCT coalesce(b.handling, 'RED')) AS border_markings
}
CALL (j) {
  MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
  WITH j, r, min(s.position) AS first, max(s.position) AS last,
       collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
       collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
  WHERE first < last
  WITH r, first, last, stop_markings, [stop IN stops WHERE stop.state = j.key | stop.position] AS here
  WHERE size(here) > 0
  RETURN sum(CASE WHEN first IN here THEN 1 ELSE 0 END) AS routes_from,
         sum(CASE WHEN any(at IN here WHERE at > first AND at < last) THEN 1 ELSE 0 END) AS routes_through,
         sum(CASE WHEN last IN here THEN 1 ELSE 0 END) AS routes_to,
         collect(stop_markings + [coalesce(r.handling, 'RED')]) AS markings_by_route
}
RETURN j.key AS jurisdiction, j.name AS name, cases, convictions, citizens,
       routes_from, routes_through, routes_to, instruments, neighbours,
       reduce(all_markings = ['CLEAR'] + case_markings + person_markings + bond_markings + border_markings,
              route_markings IN markings_by_route | all_markings + route_markings) AS markings
