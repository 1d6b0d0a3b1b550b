// summary: How cases ended, by jurisdiction.
// doc: >-
//   A case counts once for each outcome that any source claims for it there; an outcome that no source
//   records is null. Cases still open are not failures.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 100, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   jurisdiction: {type: string, doc: code of the jurisdiction}
//   outcome: {type: string, doc: 'how cases ended; null when not recorded'}
//   cases: {type: integer, counts: cases, doc: cases that ended so}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [jurisdiction, outcome]

MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
UNWIND [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS marking
RETURN j.key AS jurisdiction, h.outcome AS outcome, count(DISTINCT c) AS cases,
       collect(DISTINCT marking) AS markings
ORDER BY cases DESC, jurisdiction, outcome
LIMIT $limit
