// summary: Which jurisdictions handle each case.
// mode: read
// returns: set
// columns:
//   case: {type: string}
//   jurisdiction: {type: string}
//   handling: {type: string}

MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
RETURN DISTINCT c.key AS case, j.key AS jurisdiction, h.handling AS handling
