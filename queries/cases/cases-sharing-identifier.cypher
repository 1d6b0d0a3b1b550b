// summary: Pairs of cases whose persons or organizations use the same phone, account or other identifier.
// doc: >-
//   A shared identifier is a reason to compare two files, not proof that they are one case: numbers are passed
//   on and accounts are rented. With a case given, only its pairs come, that case first.
// mode: read
// returns: many
// params:
//   case: {type: string, default: null, doc: key of a case; all cases when not given}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   case: {type: string, doc: key of a case}
//   other: {type: string, doc: key of another case}
//   identifiers: {type: integer, counts: record, doc: identifiers that both use}
//   kinds: {type: strings, counts: things, doc: what those identifiers are}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [case, other]

MATCH (c:Case)<-[v:INVOLVED_IN]-(a:Person|Organization)-[u:USES]->(i:Identifier)
UNWIND [coalesce(c.handling, 'RED'), coalesce(v.handling, 'RED'),
        coalesce(a.handling, 'RED'), coalesce(u.handling, 'RED')] AS marking
WITH i, c.key AS case_key, collect(DISTINCT marking) AS holder_markings
WITH i, collect({case: case_key, markings: holder_markings}) AS holders
WHERE size(holders) > 1
UNWIND holders AS one
UNWIND holders AS two
WITH i, one, two
WHERE ($case IS NULL AND one.case < two.case) OR (one.case = $case AND two.case <> $case)
UNWIND one.markings + two.markings AS marking
WITH one.case AS case, two.case AS other, i.key AS identifier, i.kind AS kind, marking
ORDER BY kind
RETURN case, other, count(DISTINCT identifier) AS identifiers, collect(DISTINCT kind) AS kinds,
       collect(DISTINCT marking) AS markings
ORDER BY identifiers DESC, case, other
LIMIT $limit
