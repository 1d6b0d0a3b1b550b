// summary: Online services by the persons and organizations whose identifiers are on them.
// doc: >-
//   A service that is named often may only be used often, by everybody.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   platform: {type: string, doc: key of the service}
//   identifiers: {type: integer, counts: persons, doc: identifiers on it that somebody uses}
//   users: {type: integer, counts: persons, doc: persons and organizations that use them}
//   cases: {type: integer, counts: cases, doc: cases in which those have a part}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [platform]

MATCH (p:Platform)<-[o:ON]-(i:Identifier)<-[u:USES]-(a:Person|Organization)
OPTIONAL MATCH (a)-[v:INVOLVED_IN]->(c:Case)
WITH p, i, a, c,
     [coalesce(o.handling, 'RED'), coalesce(u.handling, 'RED'), coalesce(a.handling, 'RED')]
     + CASE WHEN c IS NULL THEN []
            ELSE [coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')] END AS all_markings
UNWIND all_markings AS marking
RETURN p.key AS platform, count(DISTINCT i) AS identifiers, count(DISTINCT a) AS users,
       count(DISTINCT c) AS cases, collect(DISTINCT marking) AS markings
ORDER BY users DESC, identifiers DESC, platform
LIMIT $limit
