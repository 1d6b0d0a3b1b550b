// summary: Routes on each corridor by kind of victim (women, girls, men, boys and so on).
// doc: >-
//   A route leads from the State of its stop with the lowest position to the State of its stop with the
//   highest; a route whose end is a region, or of one position only, has no corridor. A place belongs to the
//   State whose code its key begins with.
//   A route with several counts once for each, so numbers do not add up to the routes of a corridor.
//   Who is moved is who was noticed: women and girls are asked about more than men and boys.
// mode: read
// returns: many
// params:
//   origin: {type: jurisdiction, default: null, doc: 'State where routes begin; all when not given'}
//   destination: {type: jurisdiction, default: null, doc: 'State where routes end; all when not given'}
//   limit: {type: integer, default: 100, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   origin: {type: string, doc: code of the State where the routes begin}
//   destination: {type: string, doc: code of the State where they end}
//   victim_profile: {type: string, doc: 'kind of victim (women, girls, men, boys and so on); null when not recorded'}
//   routes: {type: integer, counts: routes, doc: routes with it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [origin, destination, victim_profile]

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
WITH r, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
UNWIND [stop IN stops WHERE stop.position = first | stop.state] AS origin_key
UNWIND [stop IN stops WHERE stop.position = last | stop.state] AS destination_key
WITH r, origin_key, destination_key, stop_markings
WHERE ($origin IS NULL OR origin_key = $origin) AND ($destination IS NULL OR destination_key = $destination)
UNWIND CASE WHEN size(coalesce(r.victim_profile, [])) = 0 THEN [null] ELSE r.victim_profile END AS victim_profile
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH origin_key, destination_key, victim_profile, count(DISTINCT r) AS routes,
     collect(DISTINCT marking) AS markings
MATCH (origin:Jurisdiction {key: origin_key})
MATCH (destination:Jurisdiction {key: destination_key})
RETURN origin.key AS origin, destination.key AS destination, victim_profile, routes, markings
ORDER BY routes DESC, origin, destination, victim_profile
LIMIT $limit
