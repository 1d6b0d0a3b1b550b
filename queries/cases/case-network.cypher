// summary: Everybody with a part in one case, and how far each reaches beyond it.
// doc: >-
//   One row for each person or organization and part. Other cases and identifiers say where to look next; a
//   large number says nothing about guilt.
// mode: read
// returns: many
// params:
//   case: {type: string, doc: key of the case}
//   limit: {type: integer, default: 100, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   type: {type: string, doc: Person or Organization}
//   key: {type: string, doc: key of the person or organization}
//   role: {type: string, doc: part in the case}
//   claims: {type: integer, counts: record, doc: how often this part is claimed}
//   sources: {type: integer, counts: things, doc: sources that claim it}
//   other_cases: {type: integer, counts: record, doc: further cases with a part of theirs}
//   identifiers: {type: integer, counts: record, doc: identifiers they use}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [type, key, role]

MATCH (c:Case {key: $case})<-[v:INVOLVED_IN]-(a:Person|Organization)
WITH a, v.role AS role, count(v) AS claims, count(DISTINCT v.source) AS sources,
     collect(DISTINCT coalesce(v.handling, 'RED')) + collect(DISTINCT coalesce(a.handling, 'RED'))
       + collect(DISTINCT coalesce(c.handling, 'RED')) AS own_markings
OPTIONAL MATCH (a)-[w:INVOLVED_IN]->(d:Case)
WHERE d.key <> $case
WITH a, role, claims, sources, own_markings, count(DISTINCT d) AS other_cases,
     collect(DISTINCT CASE WHEN d IS NOT NULL THEN coalesce(w.handling, 'RED') END)
       + collect(DISTINCT CASE WHEN d IS NOT NULL THEN coalesce(d.handling, 'RED') END) AS case_markings
OPTIONAL MATCH (a)-[u:USES]->(i:Identifier)
WITH a, role, claims, sources, other_cases, own_markings, case_markings,
     count(DISTINCT i) AS identifiers,
     collect(DISTINCT CASE WHEN i IS NOT NULL THEN coalesce(u.handling, 'RED') END) AS use_markings
RETURN labels(a)[0] AS type, a.key AS key, role, claims, sources, other_cases, identifiers,
       own_markings + case_markings + use_markings AS markings
ORDER BY other_cases DESC, identifiers DESC, type, key, role
LIMIT $limit
