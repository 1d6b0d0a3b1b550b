// summary: Cases that share nobody, no identifier and no route with any other case.
// doc: >-
//   Either they stand alone, or their source does not tell what would link them. Links through judgements of
//   sameness do not count here.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 100, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   case: {type: string, doc: key of the case}
//   source: {type: string, doc: who records it}
//   status: {type: string, doc: where it stands}
//   opened: {type: string, doc: when it was opened}
//   markings: {type: strings, doc: handling of the record behind the row}
// unique: [case]

MATCH (c:Case)
WHERE NOT EXISTS { MATCH (c)<-[:INVOLVED_IN]-()-[:INVOLVED_IN]->(d:Case) WHERE d.key <> c.key }
  AND NOT EXISTS { MATCH (c)-[:FOLLOWED]->(:Route)<-[:FOLLOWED]-(d:Case) WHERE d.key <> c.key }
  AND NOT EXISTS {
    MATCH (c)<-[:INVOLVED_IN]-()-[:USES]->(:Identifier)<-[:USES]-()-[:INVOLVED_IN]->(d:Case)
    WHERE d.key <> c.key
  }
RETURN c.key AS case, c.source AS source, c.status AS status, c.opened AS opened,
       [coalesce(c.handling, 'RED')] AS markings
ORDER BY case
LIMIT $limit
