// summary: Every judgement that two records are, are not or may be one, with who decided, when and why.
// doc: For those who decide; same-person-judgements shows judgements without saying who made them.
// mode: read
// returns: many
// columns:
//   id: {type: string, doc: key of the judgement}
//   start_type: {type: string, doc: Person or Organization}
//   start: {type: string, doc: key of the first record}
//   end_type: {type: string, doc: Person or Organization}
//   end: {type: string, doc: key of the second record}
//   judgement: {type: string, doc: what was decided}
//   score: {type: number, doc: 'how alike they are, 0 to 1, if scored'}
//   decided_by: {type: string, doc: who decided}
//   decided_at: {type: string, doc: when}
//   reason: {type: string, doc: why}
//   superseded_at: {type: string, doc: when a later decision on the same two records replaced it; null while it holds}
//   source: {type: string, doc: the dataset that says so}
//   record: {type: string, doc: its record there}
//   run: {type: string, doc: the load run that wrote it}
//   own: {type: string, doc: handling of the judgement itself}
//   markings: {type: strings, doc: handling of the judgement and of both records}
// unique: [id]

MATCH (a:Person|Organization)-[s:SAME_AS]->(b:Person|Organization)
RETURN s.key AS id, labels(a)[0] AS start_type, a.key AS start, labels(b)[0] AS end_type, b.key AS end,
       s.judgement AS judgement, s.score AS score, s.decided_by AS decided_by, s.decided_at AS decided_at,
       s.reason AS reason, s.superseded_at AS superseded_at, s.source AS source, s.record AS record, s.run AS run,
       coalesce(s.handling, 'RED') AS own,
       [coalesce(s.handling, 'RED'), coalesce(a.handling, 'RED'), coalesce(b.handling, 'RED')] AS markings
ORDER BY start_type, start, end_type, end, record, id
