// summary: Every claim between some nodes, with its provenance, to be drawn.
// doc: Properties of persons and numbers of victims stay behind; a view is made to be carried away.
// mode: read
// returns: set
// params:
//   keys: {type: strings, doc: "keys of the nodes"}
// columns:
//   start_type: {type: string}
//   start: {type: string}
//   type: {type: string}
//   end_type: {type: string}
//   end: {type: string}
//   source: {type: string}
//   record: {type: string}
//   owner: {type: string}
//   reliability: {type: string}
//   credibility: {type: string}
//   first_seen: {type: string}
//   last_seen: {type: string}
//   role: {type: string}
//   status: {type: string}
//   outcome: {type: string}
//   position: {type: integer}
//   stage: {type: string}
//   mode: {type: string}
//   route: {type: string, doc: key of the route that a leg is of}
//   arrived: {type: string}
//   departed: {type: string}
//   kind: {type: string}
//   since: {type: string}
//   judgement: {type: string}
//   markings: {type: strings, doc: handling of the claim and of both ends}

MATCH (a)-[r]->(b)
WHERE a.key IN $keys AND b.key IN $keys
RETURN labels(a)[0] AS start_type, a.key AS start, type(r) AS type, labels(b)[0] AS end_type, b.key AS end,
       r.source AS source, r.record AS record, r.owner AS owner, r.reliability AS reliability,
       r.credibility AS credibility, r.first_seen AS first_seen, r.last_seen AS last_seen,
       r.role AS role, r.status AS status, r.outcome AS outcome, r.position AS position, r.stage AS stage,
       r.mode AS mode, r.route AS route, r.arrived AS arrived, r.departed AS departed, r.kind AS kind, r.since AS since,
       r.judgement AS judgement,
       [coalesce(r.handling, 'RED'),
        CASE WHEN a:Jurisdiction|Location|Identifier|Platform|Instrument|Event THEN 'CLEAR'
        ELSE coalesce(a.handling, 'RED') END,
        CASE WHEN b:Jurisdiction|Location|Identifier|Platform|Instrument|Event THEN 'CLEAR'
        ELSE coalesce(b.handling, 'RED') END] AS markings
