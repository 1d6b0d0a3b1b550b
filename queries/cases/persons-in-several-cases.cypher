// summary: Persons who have a part in more than one case, with their parts.
// doc: >-
//   Only records that are one record in their source; persons whose records were judged to be the same are in
//   same-person-judgements. A person in several cases may be a victim of each.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   person: {type: string, doc: key of the person}
//   cases: {type: integer, doc: cases in which they have a part}
//   roles: {type: strings, doc: the parts they have}
//   case_keys: {type: strings, doc: keys of the cases}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [person]

MATCH (p:Person)-[v:INVOLVED_IN]->(c:Case)
WITH p, v, c, [coalesce(p.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')]
     AS all_markings
ORDER BY c.key
UNWIND all_markings AS marking
WITH p, collect(DISTINCT c.key) AS case_keys, collect(DISTINCT v.role) AS parts,
     collect(DISTINCT marking) AS markings
WHERE size(case_keys) > 1
UNWIND parts AS role
WITH p, case_keys, markings, role
ORDER BY role
RETURN p.key AS person, size(case_keys) AS cases, collect(role) AS roles, case_keys, markings
ORDER BY cases DESC, person
LIMIT $limit
