// summary: Cases whose victims were moved through a State that handles no case about it.
// doc: >-
//   One row for each case and State that a route of the case stops in, where neither that State nor a part of
//   it handles the case. The State may well work on it; the records here do not say so.
// mode: read
// returns: many
// params:
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   case: {type: string, doc: key of the case}
//   jurisdiction: {type: string, doc: code of the State without a part in it}
//   stages: {type: strings, counts: things, doc: 'what happens there, where recorded'}
//   routes: {type: integer, counts: record, doc: routes of the case that stop there}
//   handled_by: {type: strings, counts: things, doc: codes of the jurisdictions that handle the case}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [case, jurisdiction]

MATCH (c:Case)-[f:FOLLOWED]->(r:Route)-[s:STOPS_AT]->(l:Location)
WITH c, r, s.stage AS stage, split(l.key, '/')[0] AS state,
     [coalesce(c.handling, 'RED'), coalesce(f.handling, 'RED'), coalesce(r.handling, 'RED'),
      coalesce(s.handling, 'RED')] AS all_markings
ORDER BY stage
UNWIND all_markings AS marking
WITH c, state, count(DISTINCT r) AS routes, collect(DISTINCT stage) AS stages,
     collect(DISTINCT marking) AS route_markings
MATCH (missing:Jurisdiction {key: state})
WHERE NOT EXISTS { MATCH (c)-[:HANDLED_BY]->(:Jurisdiction)-[:PART_OF*0..1]->(missing) }
OPTIONAL MATCH (c)-[h:HANDLED_BY]->(j:Jurisdiction)
WITH c, missing, routes, stages, route_markings, j, h
ORDER BY j.key
WITH c, missing, routes, stages, route_markings, collect(DISTINCT j.key) AS handled_by,
     collect(DISTINCT CASE WHEN j IS NOT NULL THEN coalesce(h.handling, 'RED') END) AS handler_markings
RETURN c.key AS case, missing.key AS jurisdiction, stages, routes, handled_by,
       route_markings + handler_markings AS markings
ORDER BY routes DESC, case, jurisdiction
LIMIT $limit
