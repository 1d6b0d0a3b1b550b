// summary: Pairs of jurisdictions that hold pieces of the same networks, most shared first.
// doc: >-
//   Two jurisdictions share a case that both handle, a route that stops in both, and a person or an identifier
//   in cases of both. Routes know States only; cases also know the parts of a State that handle them. Records
//   that were judged to be of one person count as one only when asked for (netgraph query run --merged), which
//   fills three of the parameters.
// mode: read
// returns: many
// params:
//   merged_records: {type: strings, default: [], doc: keys of records that are taken for one with others}
//   merged_into: {type: strings, default: [], doc: 'for each of them, the record that stands for all'}
//   merged_handling: {type: strings, default: [], doc: 'for each of them, the marking of what makes them one'}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   jurisdiction: {type: string, doc: code of a jurisdiction}
//   other: {type: string, doc: code of another}
//   cases: {type: integer, counts: cases, doc: cases that both handle}
//   routes: {type: integer, counts: routes, doc: routes that stop in both}
//   persons: {type: integer, counts: persons, doc: persons in cases of both}
//   identifiers: {type: integer, counts: persons, doc: identifiers used in cases of both}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [jurisdiction, other]

CALL () {
  MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS held_by, 'case' AS kind, c.key AS item,
         [coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS item_markings
  UNION ALL
  MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
  RETURN split(l.key, '/')[0] AS held_by, 'route' AS kind, r.key AS item,
         [coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED')] AS item_markings
  UNION ALL
  MATCH (a:Person)-[v:INVOLVED_IN]->(c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  WHERE NOT a.key IN $merged_records
  RETURN j.key AS held_by, 'person' AS kind, a.key AS item,
         [coalesce(a.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED'),
          coalesce(h.handling, 'RED')] AS item_markings
  UNION ALL
  UNWIND range(0, size($merged_records) - 1) AS place
  MATCH (a:Person {key: $merged_records[place]})-[v:INVOLVED_IN]->(c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS held_by, 'person' AS kind, $merged_into[place] AS item,
         [coalesce(a.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED'),
          coalesce(h.handling, 'RED'), $merged_handling[place]] AS item_markings
  UNION ALL
  MATCH (i:Identifier)<-[u:USES]-(a:Person|Organization)-[v:INVOLVED_IN]->(c:Case)
        -[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS held_by, 'identifier' AS kind, i.key AS item,
         [coalesce(u.handling, 'RED'), coalesce(a.handling, 'RED'), coalesce(v.handling, 'RED'),
          coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS item_markings
}
UNWIND item_markings AS marking
WITH kind, item, held_by, collect(DISTINCT marking) AS holder_markings
WITH kind, item, collect({state: held_by, markings: holder_markings}) AS holders
WHERE size(holders) > 1
UNWIND holders AS one
UNWIND holders AS two
WITH kind, item, one, two
WHERE one.state < two.state
UNWIND one.markings + two.markings AS marking
WITH one.state AS first_key, two.state AS second_key,
     count(DISTINCT CASE WHEN kind = 'case' THEN item END) AS cases,
     count(DISTINCT CASE WHEN kind = 'route' THEN item END) AS routes,
     count(DISTINCT CASE WHEN kind = 'person' THEN item END) AS persons,
     count(DISTINCT CASE WHEN kind = 'identifier' THEN item END) AS identifiers,
     collect(DISTINCT marking) AS markings
MATCH (j:Jurisdiction {key: first_key})
MATCH (k:Jurisdiction {key: second_key})
RETURN j.key AS jurisdiction, k.key AS other, cases, routes, persons, identifiers, markings
ORDER BY cases + persons + identifiers DESC, routes DESC, jurisdiction, other
LIMIT $limit
