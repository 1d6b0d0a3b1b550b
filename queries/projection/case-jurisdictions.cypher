// summary: Which jurisdictions handle each case.
// mode: read
// returns: set
// columns:
//   case: {type: string, doc: key of the case}
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   markings: {type: strings, doc: handling of the claims and of the case}

MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
RETURN DISTINCT c.key AS case, j.key AS jurisdiction,
       [coalesce(h.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
