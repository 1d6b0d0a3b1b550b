// summary: Who is tied to whom by involvement in a case, use of an identifier, or a direct link.
// doc: One row for each pair, type, role and set of markings, so that a policy can withhold claim by claim.
// mode: read
// returns: set
// columns:
//   start_type: {type: string, doc: label of the first node}
//   start: {type: string, doc: its key}
//   type: {type: string, doc: relationship type}
//   end_type: {type: string, doc: label of the second node}
//   end: {type: string, doc: its key}
//   role: {type: string, doc: part in the case}
//   claims: {type: integer, doc: claims of that type and role and those markings between the two}
//   markings: {type: strings, doc: handling of the claims and of both nodes}

MATCH (a:Person|Organization)-[r:INVOLVED_IN|USES|LINKED_TO]->(b)
RETURN labels(a)[0] AS start_type, a.key AS start, type(r) AS type,
       labels(b)[0] AS end_type, b.key AS end, r.role AS role,
       count(r) AS claims,
       [coalesce(r.handling, 'RED'), coalesce(a.handling, 'RED'),
        CASE WHEN b:Identifier THEN 'CLEAR' ELSE coalesce(b.handling, 'RED') END] AS markings
