// summary: Which part each person has in which case.
// doc: One row for each part, form of exploitation and set of markings, so that a policy can withhold claim by claim.
// mode: read
// returns: set
// columns:
//   person: {type: string, doc: key of the person}
//   case: {type: string, doc: key of the case}
//   role: {type: string, doc: part in the case}
//   exploitation: {type: strings, doc: how this victim was exploited}
//   markings: {type: strings, doc: 'handling of the claim, the person and the case'}

MATCH (p:Person)-[v:INVOLVED_IN]->(c:Case)
RETURN DISTINCT p.key AS person, c.key AS case, v.role AS role, v.exploitation AS exploitation,
       [coalesce(v.handling, 'RED'), coalesce(p.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
