// summary: Cases whose victims were moved from one State to another, with who handles them.
// doc: >-
//   A route leads from the State of its stop with the lowest position to the State of its stop with the
//   highest. A place belongs to the State whose code its key begins with, so a region is in none.
// mode: read
// returns: many
// params:
//   origin: {type: jurisdiction, doc: where the routes begin}
//   destination: {type: jurisdiction, doc: where the routes end}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   case: {type: string, doc: key of the case}
//   status: {type: string, doc: where it stands}
//   opened: {type: string, doc: when it was opened}
//   routes: {type: integer, counts: record, doc: routes of the case along the corridor}
//   handled_by: {type: strings, counts: things, doc: codes of the jurisdictions that handle it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [case]

MATCH (c:Case)-[f:FOLLOWED]->(r:Route)
WITH c, r, collect(DISTINCT coalesce(c.handling, 'RED')) + collect(DISTINCT coalesce(f.handling, 'RED'))
     + collect(DISTINCT coalesce(r.handling, 'RED')) AS own_markings
MATCH (r)-[s:STOPS_AT]->(l:Location)
WITH c, r, own_markings, min(s.position) AS first, max(s.position) AS last,
     collect({position: s.position, state: split(l.key, '/')[0]}) AS stops,
     collect(DISTINCT coalesce(s.handling, 'RED')) AS stop_markings
WHERE first < last
  AND any(stop IN stops WHERE stop.position = first AND stop.state = $origin)
  AND any(stop IN stops WHERE stop.position = last AND stop.state = $destination)
UNWIND own_markings + stop_markings AS marking
WITH c, count(DISTINCT r) AS routes, collect(DISTINCT marking) AS route_markings
OPTIONAL MATCH (c)-[h:HANDLED_BY]->(j:Jurisdiction)
WITH c, routes, route_markings, j, h
ORDER BY j.key
WITH c, routes, route_markings, collect(DISTINCT j.key) AS handled_by,
     collect(DISTINCT CASE WHEN j IS NOT NULL THEN coalesce(h.handling, 'RED') END) AS handler_markings
RETURN c.key AS case, c.status AS status, c.opened AS opened, routes, handled_by,
       route_markings + handler_markings AS markings
ORDER BY routes DESC, case
LIMIT $limit
