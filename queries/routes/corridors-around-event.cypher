// summary: Corridors from or to what an event struck, before and after it.
// doc: >-
//   A route leads from the State of its stop with the lowest position to the State of its stop with the
//   highest; a route whose end is a region, or of one position only, has no corridor. A place belongs to the
//   State whose code its key begins with.
//   Before are the routes of the years before the one in which the event began, after those from that year on,
//   as many years each. A change after an event is no proof that the event caused it.
// mode: read
// returns: many
// params:
//   event: {type: string, doc: key of the event}
//   years: {type: integer, default: 3, minimum: 1, maximum: 50, doc: years to look at on each side}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   origin: {type: string, doc: code of the State where the routes begin}
//   destination: {type: string, doc: code of the State where they end}
//   before: {type: integer, counts: routes, doc: routes in the years before}
//   after: {type: integer, counts: routes, doc: routes in the years from its beginning}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [origin, destination]

MATCH (e:Event {key: $event})-[x:AFFECTED]->(struck:Jurisdiction|Location)
WITH toInteger(substring(e.began, 0, 4)) AS began,
     collect(DISTINCT split(struck.key, '/')[0]) AS states,
     collect(DISTINCT coalesce(x.handling, 'RED')) AS event_markings
MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WHERE r.year >= began - $years AND r.year < began + $years
WITH began, states, event_markings, r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
UNWIND [stop IN stops WHERE stop.position = first | stop.state] AS origin_key
UNWIND [stop IN stops WHERE stop.position = last | stop.state] AS destination_key
WITH began, states, event_markings, r, origin_key, destination_key, stop_markings
WHERE origin_key IN states OR destination_key IN states
UNWIND event_markings + stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH origin_key, destination_key, count(DISTINCT CASE WHEN r.year < began THEN r.key END) AS before,
     count(DISTINCT CASE WHEN r.year >= began THEN r.key END) AS after, collect(DISTINCT marking) AS markings
MATCH (origin:Jurisdiction {key: origin_key})
MATCH (destination:Jurisdiction {key: destination_key})
RETURN origin.key AS origin, destination.key AS destination, before, after, markings
ORDER BY abs(after - before) DESC, origin, destination
LIMIT $limit
