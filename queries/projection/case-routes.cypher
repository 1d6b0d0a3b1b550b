// summary: Which routes the victims of each case were moved along.
// mode: read
// returns: set
// columns:
//   case: {type: string, doc: key of the case}
//   route: {type: string, doc: key of the route}
//   markings: {type: strings, doc: 'handling of the claim, the case and the route'}

MATCH (c:Case)-[f:FOLLOWED]->(r:Route)
RETURN DISTINCT c.key AS case, r.key AS route,
       [coalesce(f.handling, 'RED'), coalesce(c.handling, 'RED'), coalesce(r.handling, 'RED')] AS markings
