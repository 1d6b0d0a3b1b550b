// summary: Which records were judged to be, or not to be, one and the same; judgements that still hold.
// mode: read
// returns: set
// columns:
//   start_type: {type: string, doc: label of the first record}
//   start: {type: string, doc: its key}
//   end_type: {type: string, doc: label of the second record}
//   end: {type: string, doc: its key}
//   judgement: {type: string, doc: positive or negative}
//   markings: {type: strings, doc: handling of the judgement and of both records}

MATCH (a:Person|Organization)-[s:SAME_AS]->(b:Person|Organization)
WHERE s.superseded_at IS NULL AND s.judgement <> 'unsure'
RETURN DISTINCT labels(a)[0] AS start_type, a.key AS start, labels(b)[0] AS end_type, b.key AS end,
       s.judgement AS judgement,
       [coalesce(s.handling, 'RED'), coalesce(a.handling, 'RED'), coalesce(b.handling, 'RED')] AS markings
