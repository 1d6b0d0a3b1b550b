// summary: Judgements that two records are, are not or may be one person or organization, with their cases.
// doc: >-
//   One row for each judgement as it was made; several may concern the same two records and contradict each
//   other. Who decided is not shown.
// mode: read
// returns: many
// params:
//   judgement: {type: code, codelist: judgement, default: null, doc: 'positive, negative or unsure; all when not given'}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   claim: {type: string, doc: key of the judgement}
//   start_type: {type: string, doc: Person or Organization}
//   start: {type: string, doc: key of the first record}
//   end_type: {type: string, doc: Person or Organization}
//   end: {type: string, doc: key of the second record}
//   judgement: {type: string, doc: what was decided}
//   score: {type: number, doc: 'how alike they are, 0 to 1, if scored'}
//   decided_at: {type: string, doc: when}
//   cases: {type: integer, counts: record, doc: cases in which either has a part}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [claim]

MATCH (a:Person|Organization)-[s:SAME_AS]->(b:Person|Organization)
WHERE $judgement IS NULL OR s.judgement = $judgement
UNWIND [a, b] AS either
OPTIONAL MATCH (either)-[v:INVOLVED_IN]->(c:Case)
WITH a, s, b, c,
     [coalesce(a.handling, 'RED'), coalesce(s.handling, 'RED'), coalesce(b.handling, 'RED')]
     + CASE WHEN c IS NULL THEN []
            ELSE [coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')] END AS all_markings
UNWIND all_markings AS marking
WITH a, s, b, count(DISTINCT c) AS cases, collect(DISTINCT marking) AS markings
RETURN s.key AS claim, labels(a)[0] AS start_type, a.key AS start, labels(b)[0] AS end_type, b.key AS end,
       s.judgement AS judgement, s.score AS score, s.decided_at AS decided_at, cases, markings
ORDER BY score DESC, start, end, claim
LIMIT $limit
