// summary: Steps straight from one place to the next, by number of routes that take them.
// doc: >-
//   Regions stand as places of their own here.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   start: {type: string, doc: key of the place left}
//   end: {type: string, doc: key of the place reached}
//   routes: {type: integer, counts: routes, doc: routes that take the step}
//   modes: {type: strings, doc: 'means of transport, where recorded'}
//   sources: {type: integer, counts: things, doc: sources that record it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [start, end]

MATCH (a:Location)-[leg:LEG]->(b:Location)
WITH a, leg, b
ORDER BY leg.mode
RETURN a.key AS start, b.key AS end, count(DISTINCT leg.route) AS routes, collect(DISTINCT leg.mode) AS modes,
       count(DISTINCT leg.source) AS sources, collect(DISTINCT coalesce(leg.handling, 'RED')) AS markings
ORDER BY routes DESC, start, end
LIMIT $limit
