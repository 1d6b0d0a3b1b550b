// summary: What each source has put into the graph, by label and relationship type.
// doc: >-
//   Shared nodes belong to no source and are not counted. RED counts what is marked RED; unmarked what has no
//   marking, which is handled as RED.
// mode: read
// returns: many
// params:
//   source: {type: string, default: null, doc: one source; all when not given}
//   limit: {type: integer, default: 1000, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   source: {type: string, doc: the source}
//   kind: {type: string, doc: node or relationship}
//   type: {type: string, doc: label or relationship type}
//   number: {type: integer, counts: persons, doc: how many}
//   red: {type: integer, counts: persons, doc: of these marked RED}
//   unmarked: {type: integer, counts: persons, doc: of these without a marking}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [source, kind, type]

CALL () {
  MATCH (n:Case|Person|Organization|Route|Statistic)
  RETURN n.source AS source, 'node' AS kind, labels(n)[0] AS type, count(n) AS number,
         sum(CASE WHEN n.handling = 'RED' THEN 1 ELSE 0 END) AS red,
         sum(CASE WHEN n.handling IS NULL THEN 1 ELSE 0 END) AS unmarked,
         collect(DISTINCT coalesce(n.handling, 'RED')) AS markings
  UNION ALL
  MATCH ()-[r]->()
  RETURN r.source AS source, 'relationship' AS kind, type(r) AS type, count(r) AS number,
         sum(CASE WHEN r.handling = 'RED' THEN 1 ELSE 0 END) AS red,
         sum(CASE WHEN r.handling IS NULL THEN 1 ELSE 0 END) AS unmarked,
         collect(DISTINCT coalesce(r.handling, 'RED')) AS markings
}
WITH source, kind, type, number, red, unmarked, markings
WHERE $source IS NULL OR source = $source
RETURN source, kind, type, number, red, unmarked, markings
ORDER BY source, kind, type
LIMIT $limit
