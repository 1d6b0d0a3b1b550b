// summary: Identifiers that turn up in cases of more than one jurisdiction.
// doc: >-
//   An identifier belongs to a jurisdiction here when a person or organization of one of its cases uses it.
//   These are the places to ask a colleague abroad, and nothing more.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   identifier: {type: string, doc: 'key of the identifier, a keyed hash'}
//   kind: {type: string, doc: what it is}
//   jurisdictions: {type: strings, counts: things, doc: codes of the jurisdictions whose cases it turns up in}
//   cases: {type: integer, counts: cases, doc: cases it turns up in}
//   users: {type: integer, counts: persons, doc: persons and organizations of those cases that use it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [identifier]

MATCH (i:Identifier)<-[u:USES]-(a:Person|Organization)-[v:INVOLVED_IN]->(c:Case)
      -[h:HANDLED_BY]->(j:Jurisdiction)
WITH i, a, c, j, [coalesce(u.handling, 'RED'), coalesce(a.handling, 'RED'), coalesce(v.handling, 'RED'),
                  coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS all_markings
ORDER BY j.key
UNWIND all_markings AS marking
WITH i, collect(DISTINCT j.key) AS jurisdictions, count(DISTINCT c) AS cases, count(DISTINCT a) AS users,
     collect(DISTINCT marking) AS markings
WHERE size(jurisdictions) > 1
RETURN i.key AS identifier, i.kind AS kind, jurisdictions, cases, users, markings
ORDER BY size(jurisdictions) DESC, cases DESC, identifier
LIMIT $limit
