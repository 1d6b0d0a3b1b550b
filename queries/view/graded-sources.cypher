// summary: How many claims each source makes, by how they are graded and marked.
// doc: Rows of one source and grade differ in their markings, so that a ceiling leaves exact counts.
// mode: read
// returns: set
// columns:
//   source: {type: string}
//   reliability: {type: string}
//   credibility: {type: string}
//   claims: {type: integer, counts: things, doc: how many}
//   markings: {type: strings, doc: handling of the claim and of both ends}

MATCH (a)-[r]->(b)
WITH r.source AS source, r.reliability AS reliability, r.credibility AS credibility,
     [coalesce(r.handling, 'RED'),
      CASE WHEN a:Jurisdiction|Location|Identifier|Platform|Instrument|Event THEN 'CLEAR'
      ELSE coalesce(a.handling, 'RED') END,
      CASE WHEN b:Jurisdiction|Location|Identifier|Platform|Instrument|Event THEN 'CLEAR'
      ELSE coalesce(b.handling, 'RED') END] AS markings
RETURN source, reliability, credibility, count(*) AS claims, markings
