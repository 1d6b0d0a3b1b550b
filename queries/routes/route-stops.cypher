// summary: The stops of one route in order, one row for each claim.
// doc: >-
//   Several sources may place the same stop; where they disagree both rows stand.
// mode: read
// returns: many
// params:
//   route: {type: string, doc: key of the route}
//   limit: {type: integer, default: 100, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   position: {type: integer, doc: 'order on the route, from 0'}
//   place: {type: string, doc: key of the place}
//   name: {type: string, doc: its name}
//   kind: {type: string, doc: what kind of place}
//   stage: {type: string, doc: what happens there}
//   arrived: {type: string, doc: when they arrived}
//   departed: {type: string, doc: when they left}
//   source: {type: string, doc: who says so}
//   reliability: {type: string, doc: how far the source is trusted}
//   claim: {type: string, doc: key of the claim}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [claim]

MATCH (r:Route {key: $route})-[s:STOPS_AT]->(l:Location)
RETURN s.position AS position, l.key AS place, l.name AS name, l.kind AS kind, s.stage AS stage,
       s.arrived AS arrived, s.departed AS departed, s.source AS source, s.reliability AS reliability,
       s.key AS claim, [coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED')] AS markings
ORDER BY position, place, claim
LIMIT $limit
