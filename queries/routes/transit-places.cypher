// summary: Places that routes pass through between their ends, busiest first.
// doc: >-
//   A stop is a transit when its position lies strictly between the lowest and the highest of its route,
//   whatever stage a source gives it.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   place: {type: string, doc: key of the place}
//   name: {type: string, doc: its name}
//   kind: {type: string, doc: what kind of place; a region is no single State}
//   routes: {type: integer, counts: routes, doc: routes that pass through}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [place]

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WITH r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, place: l.key}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
UNWIND [stop IN stops WHERE stop.position > first AND stop.position < last | stop.place] AS place_key
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH place_key, count(DISTINCT r) AS routes, collect(DISTINCT marking) AS markings
MATCH (p:Location {key: place_key})
RETURN p.key AS place, p.name AS name, p.kind AS kind, routes, markings
ORDER BY routes DESC, place
LIMIT $limit
