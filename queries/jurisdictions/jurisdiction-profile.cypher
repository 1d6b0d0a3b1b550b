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
//   cases: {type: integer, doc: cases it handles}
//   convictions: {type: integer, doc: cases with a conviction there}
//   citizens: {type: integer, doc: its citizens among the persons}
//   routes_from: {type: integer, doc: routes that begin there}
//   routes_through: {type: integer, doc: routes that pass through}
//   routes_to: {type: integer, doc: routes that end there}
//   instruments: {type: strings, doc: instruments that bind it}
//   neighbours: {type: strings, doc: codes of jurisdictions that border it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

MATCH (j:Jurisdiction {key: $jurisdiction})
CALL (j) {
  OPTIONAL MATCH (c:Case)-[h:HANDLED_BY]->(j)
  RETURN count(DISTINCT c) AS cases,
         count(DISTINCT CASE WHEN h.outcome = 'Conviction' THEN c.key END) AS convictions,
         collect(DISTINCT CASE WHEN c IS NOT NULL THEN coalesce(c.handling, 'RED') END)
           + collect(DISTINCT CASE WHEN h IS NOT NULL THEN coalesce(h.handling, 'RED') END) AS case_markings
}
CALL (j) {
  OPTIONAL MATCH (p:Person)-[z:CITIZEN_OF]->(j)
  RETURN count(DISTINCT p) AS citizens,
         collect(DISTINCT CASE WHEN p IS NOT NULL THEN coalesce(p.handling, 'RED') END)
           + collect(DISTINCT CASE WHEN z IS NOT NULL THEN coalesce(z.handling, 'RED') END) AS person_markings
}
CALL (j) {
  OPTIONAL MATCH (j)-[b:PARTY_TO]->(i:Instrument)
  WITH i, b
  ORDER BY i.key
  RETURN collect(DISTINCT i.key) AS instruments,
         collect(DISTINCT CASE WHEN b IS NOT NULL THEN coalesce(b.handling, 'RED') END) AS bond_markings
}
CALL (j) {
  OPTIONAL MATCH (j)-[b:BORDERS]-(n:Jurisdiction)
  WITH n, b
  ORDER BY n.key
  RETURN collect(DISTINCT n.key) AS neighbours,
         collect(DISTINCT CASE WHEN b IS NOT NULL THEN coalesce(b.handling, 'RED') END) AS border_markings
}
CALL (j) {
  OPTIONAL MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
  WITH j, r, min(s.position) AS first, max(s.position) AS last,
       collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
       collect(DISTINCT CASE WHEN s IS NOT NULL THEN coalesce(s.handling, 'RED') END) AS stop_markings
  WITH r, first, last, stop_markings,
       [stop IN stops WHERE stop.state = j.key AND first < last | stop.position] AS here
  RETURN count(DISTINCT CASE WHEN first IN here THEN r.key END) AS routes_from,
         count(DISTINCT CASE WHEN any(at IN here WHERE at > first AND at < last) THEN r.key END)
           AS routes_through,
         count(DISTINCT CASE WHEN last IN here THEN r.key END) AS routes_to,
         collect(DISTINCT CASE WHEN size(here) > 0 THEN coalesce(r.handling, 'RED') END) AS own_markings,
         collect(DISTINCT CASE WHEN size(here) > 0 THEN stop_markings END) AS stop_markings_by_route
}
RETURN j.key AS jurisdiction, j.name AS name, cases, convictions, citizens,
       routes_from, routes_through, routes_to, instruments, neighbours,
       reduce(all_markings = ['CLEAR'] + case_markings + person_markings + bond_markings + border_markings
                             + own_markings, some IN stop_markings_by_route | all_markings + some) AS markings
