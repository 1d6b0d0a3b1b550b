// summary: Routes that stop at a place or anywhere in it, with the whole way of each.
// doc: >-
//   A place lies in another when its key begins with the other's: KEN finds KEN/mombasa as well.
// mode: read
// returns: many
// params:
//   place: {type: string, doc: 'key of the place, such as KEN, KEN/mombasa or region/europe'}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   route: {type: string, doc: key of the route}
//   year: {type: integer, doc: year it is told of}
//   stops: {type: integer, counts: record, doc: stops on it}
//   stages: {type: strings, counts: record, doc: 'what happens at the place, where recorded'}
//   way: {type: strings, counts: record, doc: keys of the places it stops at in order}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [route]

MATCH (here:Location)<-[at:STOPS_AT]-(r:Route)
WHERE here.key = $place OR here.key STARTS WITH $place + '/'
WITH r, at
ORDER BY at.stage
WITH r, collect(DISTINCT at.stage) AS stages, collect(DISTINCT coalesce(at.handling, 'RED')) AS here_markings
MATCH (r)-[s:STOPS_AT]->(l:Location)
WITH r, stages, here_markings, s.position AS position, l.key AS place,
     collect(DISTINCT coalesce(s.handling, 'RED')) + here_markings AS stop_markings
ORDER BY position, place
WITH r, stages, collect(place) AS way, collect(stop_markings) AS markings_by_stop
UNWIND markings_by_stop AS stop_markings
UNWIND stop_markings + [coalesce(r.handling, 'RED')] AS marking
WITH r, stages, way, collect(DISTINCT marking) AS markings
RETURN r.key AS route, r.year AS year, size(way) AS stops, stages, way, markings
ORDER BY year DESC, route
LIMIT $limit
