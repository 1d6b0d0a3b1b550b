// summary: Persons who have a part in more than one case, with their parts.
// doc: >-
//   Records that were judged to be of one person are one row only when asked for (netgraph query run --merged),
//   which fills the three parameters; the row is then named after the first of them. A person in several cases
//   may be a victim of each.
// mode: read
// returns: many
// params:
//   merged_records: {type: strings, default: [], doc: keys of records that are taken for one with others}
//   merged_into: {type: strings, default: [], doc: 'for each of them, the record that stands for all'}
//   merged_handling: {type: strings, default: [], doc: 'for each of them, the marking of what makes them one'}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   person: {type: string, doc: key of the person}
//   cases: {type: integer, counts: record, doc: cases in which they have a part}
//   roles: {type: strings, counts: record, doc: the parts they have}
//   case_keys: {type: strings, counts: record, doc: keys of the cases}
//   records: {type: strings, counts: record, doc: keys of the records behind the row}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [person]

CALL () {
  MATCH (p:Person)-[v:INVOLVED_IN]->(c:Case)
  WHERE NOT p.key IN $merged_records
  RETURN p.key AS person, p.key AS record, v.role AS role, c.key AS case_key,
         [coalesce(p.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')]
         AS all_markings
  UNION ALL
  UNWIND range(0, size($merged_records) - 1) AS place
  MATCH (p:Person {key: $merged_records[place]})-[v:INVOLVED_IN]->(c:Case)
  RETURN $merged_into[place] AS person, p.key AS record, v.role AS role, c.key AS case_key,
         [coalesce(p.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED'),
          $merged_handling[place]] AS all_markings
}
WITH person, record, role, case_key, all_markings
ORDER BY case_key
UNWIND all_markings AS marking
WITH person, collect(DISTINCT case_key) AS case_keys, collect(DISTINCT role) AS parts,
     collect(DISTINCT record) AS found, collect(DISTINCT marking) AS markings
WHERE size(case_keys) > 1
UNWIND found AS record
WITH person, case_keys, parts, markings, record
ORDER BY record
WITH person, case_keys, parts, markings, collect(record) AS records
UNWIND parts AS role
WITH person, case_keys, records, markings, role
ORDER BY role
RETURN person, size(case_keys) AS cases, collect(role) AS roles, case_keys, records, markings
ORDER BY cases DESC, person
LIMIT $limit
