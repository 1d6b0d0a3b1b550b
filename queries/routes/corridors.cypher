// summary: Corridors between States by number of recorded routes, busiest first.
// doc: >-
//   A route leads from the State of its stop with the lowest position to the State of its stop with the
//   highest; a route whose end is a region, or of one position only, has no corridor. A place belongs to the
//   State whose code its key begins with.
//   Numbers count what sources recorded, not people; a corridor that is watched more is recorded more.
// mode: read
// returns: many
// params:
//   since: {type: integer, default: null, minimum: 1900, maximum: 2200, doc: 'first year; all, dated or not, when not given'}
//   until: {type: integer, default: null, minimum: 1900, maximum: 2200, doc: 'last year; all, dated or not, when not given'}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   origin: {type: string, doc: code of the State where the routes begin}
//   destination: {type: string, doc: code of the State where they end}
//   routes: {type: integer, counts: routes, doc: routes}
//   first_year: {type: integer, doc: 'earliest year of them; null when none is dated'}
//   last_year: {type: integer, doc: latest year of them}
//   sources: {type: integer, counts: things, doc: sources that record them}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [origin, destination]

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WITH r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
  AND ($since IS NULL OR r.year >= $since)
  AND ($until IS NULL OR r.year <= $until)
UNWIND [stop IN stops WHERE stop.position = first | stop.state] AS origin_key
UNWIND [stop IN stops WHERE stop.position = last | stop.state] AS destination_key
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH origin_key, destination_key, count(DISTINCT r) AS routes, min(r.year) AS first_year,
     max(r.year) AS last_year, count(DISTINCT r.source) AS sources, collect(DISTINCT marking) AS markings
MATCH (origin:Jurisdiction {key: origin_key})
MATCH (destination:Jurisdiction {key: destination_key})
RETURN origin.key AS origin, destination.key AS destination, routes, first_year, last_year, sources, markings
ORDER BY routes DESC, origin, destination
LIMIT $limit
