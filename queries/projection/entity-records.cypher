// summary: Which record says who is tied to whom.
// doc: One row for each pair, record and set of markings; the pairs and the counts are those of the entity network.
// mode: read
// returns: set
// columns:
//   start_type: {type: string, doc: label of the first node}
//   start: {type: string, doc: its key}
//   end_type: {type: string, doc: label of the second node}
//   end: {type: string, doc: its key}
//   source: {type: string, doc: the source that claims it}
//   record: {type: string, doc: in which record}
//   claims: {type: integer, counts: record, doc: claims between the two in that record}
//   markings: {type: strings, doc: handling of the claims and of both nodes}

MATCH (a:Person|Organization)-[r:INVOLVED_IN|USES|LINKED_TO]->(b)
RETURN labels(a)[0] AS start_type, a.key AS start, labels(b)[0] AS end_type, b.key AS end,
       r.source AS source, r.record AS record, count(r) AS claims,
       [coalesce(r.handling, 'RED'), coalesce(a.handling, 'RED'),
        CASE WHEN b:Identifier THEN 'CLEAR' ELSE coalesce(b.handling, 'RED') END] AS markings
