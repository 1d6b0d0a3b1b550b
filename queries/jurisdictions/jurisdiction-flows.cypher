// summary: How many routes begin in each State, pass through it, and end there.
// doc: >-
//   A route begins at its stop with the lowest position and ends at the one with the highest; what lies
//   between is passing through. A route can do several of these in one State, or the same twice, which
//   counts once. A place belongs to the State whose code its key begins with.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   jurisdiction: {type: string, doc: code of the State}
//   name: {type: string, doc: its name}
//   routes_from: {type: integer, counts: routes, doc: routes that begin there}
//   routes_through: {type: integer, counts: routes, doc: routes that pass through}
//   routes_to: {type: integer, counts: routes, doc: routes that end there}
//   routes: {type: integer, counts: routes, doc: routes that do any of these}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [jurisdiction]

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WITH r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
UNWIND stops AS stop
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH stop.state AS state,
     count(DISTINCT CASE WHEN stop.position = first THEN r.key END) AS routes_from,
     count(DISTINCT CASE WHEN stop.position > first AND stop.position < last THEN r.key END) AS routes_through,
     count(DISTINCT CASE WHEN stop.position = last THEN r.key END) AS routes_to,
     count(DISTINCT r.key) AS routes, collect(DISTINCT marking) AS markings
MATCH (j:Jurisdiction {key: state})
RETURN j.key AS jurisdiction, j.name AS name, routes_from, routes_through, routes_to, routes, markings
ORDER BY routes DESC, jurisdiction
LIMIT $limit
