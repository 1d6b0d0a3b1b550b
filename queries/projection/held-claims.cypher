// summary: Every claim on some cases, persons, organizations, identifiers and routes, with who holds it.
// doc: >-
//   A claim that ties two of the nodes that are asked for comes once for each. Who handles a case, who has a part
//   in it, which routes it followed; what somebody uses; who uses an identifier; where a route stops.
// mode: read
// returns: set
// params:
//   cases: {type: strings, default: [], doc: keys of cases}
//   persons: {type: strings, default: [], doc: keys of persons}
//   organizations: {type: strings, default: [], doc: keys of organizations}
//   identifiers: {type: strings, default: [], doc: keys of identifiers}
//   routes: {type: strings, default: [], doc: keys of routes}
// columns:
//   type: {type: string, doc: label of the node that was asked for}
//   key: {type: string, doc: its key}
//   source: {type: string, doc: 'the source that holds it; null for shared nodes'}
//   record: {type: string, doc: in which record}
//   owner: {type: string, doc: the jurisdiction that its record came from}
//   other_type: {type: string, doc: label of the node at the other end}
//   other: {type: string, doc: its key}
//   other_source: {type: string, doc: the source that holds it}
//   other_record: {type: string, doc: in which record}
//   other_owner: {type: string, doc: the jurisdiction that its record came from}
//   claim: {type: string, doc: key of the claim}
//   claim_type: {type: string, doc: relationship type}
//   claim_source: {type: string, doc: the source that claims it}
//   claim_record: {type: string, doc: in which record}
//   claim_owner: {type: string, doc: the jurisdiction that the record came from}
//   markings: {type: strings, doc: handling of the claim and of both ends}

CALL () {
  UNWIND $cases AS asked
  MATCH (n:Case {key: asked})-[r:HANDLED_BY|FOLLOWED|INVOLVED_IN]-(m)
  RETURN labels(n)[0] AS type, n.key AS key, n.source AS source, n.record AS record, n.owner AS owner,
         labels(m)[0] AS other_type, m.key AS other, m.source AS other_source,
         m.record AS other_record, m.owner AS other_owner,
         r.key AS claim, type(r) AS claim_type, r.source AS claim_source, r.record AS claim_record,
         r.owner AS claim_owner,
         [coalesce(r.handling, 'RED'), coalesce(n.handling, 'RED'),
          CASE WHEN m:Jurisdiction|Location|Identifier THEN 'CLEAR' ELSE coalesce(m.handling, 'RED') END] AS markings
  UNION ALL
  UNWIND $persons AS asked
  MATCH (n:Person {key: asked})-[r:INVOLVED_IN|USES]->(m)
  RETURN labels(n)[0] AS type, n.key AS key, n.source AS source, n.record AS record, n.owner AS owner,
         labels(m)[0] AS other_type, m.key AS other, m.source AS other_source,
         m.record AS other_record, m.owner AS other_owner,
         r.key AS claim, type(r) AS claim_type, r.source AS claim_source, r.record AS claim_record,
         r.owner AS claim_owner,
         [coalesce(r.handling, 'RED'), coalesce(n.handling, 'RED'),
          CASE WHEN m:Jurisdiction|Location|Identifier THEN 'CLEAR' ELSE coalesce(m.handling, 'RED') END] AS markings
  UNION ALL
  UNWIND $organizations AS asked
  MATCH (n:Organization {key: asked})-[r:INVOLVED_IN|USES]->(m)
  RETURN labels(n)[0] AS type, n.key AS key, n.source AS source, n.record AS record, n.owner AS owner,
         labels(m)[0] AS other_type, m.key AS other, m.source AS other_source,
         m.record AS other_record, m.owner AS other_owner,
         r.key AS claim, type(r) AS claim_type, r.source AS claim_source, r.record AS claim_record,
         r.owner AS claim_owner,
         [coalesce(r.handling, 'RED'), coalesce(n.handling, 'RED'),
          CASE WHEN m:Jurisdiction|Location|Identifier THEN 'CLEAR' ELSE coalesce(m.handling, 'RED') END] AS markings
  UNION ALL
  UNWIND $identifiers AS asked
  MATCH (n:Identifier {key: asked})<-[r:USES]-(user:Person|Organization)
  RETURN labels(n)[0] AS type, n.key AS key, n.source AS source, n.record AS record, n.owner AS owner,
         labels(user)[0] AS other_type, user.key AS other, user.source AS other_source,
         user.record AS other_record, user.owner AS other_owner,
         r.key AS claim, type(r) AS claim_type, r.source AS claim_source, r.record AS claim_record,
         r.owner AS claim_owner,
         [coalesce(r.handling, 'RED'), 'CLEAR', coalesce(user.handling, 'RED')] AS markings
  UNION ALL
  UNWIND $routes AS asked
  MATCH (n:Route {key: asked})-[r:FOLLOWED|STOPS_AT]-(m)
  RETURN labels(n)[0] AS type, n.key AS key, n.source AS source, n.record AS record, n.owner AS owner,
         labels(m)[0] AS other_type, m.key AS other, m.source AS other_source,
         m.record AS other_record, m.owner AS other_owner,
         r.key AS claim, type(r) AS claim_type, r.source AS claim_source, r.record AS claim_record,
         r.owner AS claim_owner,
         [coalesce(r.handling, 'RED'), coalesce(n.handling, 'RED'),
          CASE WHEN m:Jurisdiction|Location|Identifier THEN 'CLEAR' ELSE coalesce(m.handling, 'RED') END] AS markings
}
RETURN type, key, source, record, owner, other_type, other, other_source, other_record, other_owner,
       claim, claim_type, claim_source, claim_record, claim_owner, markings
