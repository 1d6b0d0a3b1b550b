// summary: The judgements on two persons, or two organizations, that still hold.
// mode: read
// returns: set
// params:
//   type: {type: string, doc: Person or Organization}
// columns:
//   start: {type: string, doc: key of the first record}
//   end: {type: string, doc: key of the second record}
//   judgement: {type: string, doc: 'positive, negative or unsure'}
//   markings: {type: strings, doc: handling of the judgement and of both records}

MATCH (a:Person|Organization)-[s:SAME_AS]->(b:Person|Organization)
WHERE labels(a)[0] = $type AND labels(b)[0] = $type AND s.superseded_at IS NULL
RETURN DISTINCT a.key AS start, b.key AS end, s.judgement AS judgement,
       [coalesce(s.handling, 'RED'), coalesce(a.handling, 'RED'), coalesce(b.handling, 'RED')] AS markings
