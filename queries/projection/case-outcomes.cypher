// summary: How each case ended in each jurisdiction that handles it.
// mode: read
// returns: set
// columns:
//   case: {type: string, doc: key of the case}
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   outcome: {type: string, doc: 'how it ended there; null where not recorded'}
//   markings: {type: strings, doc: handling of the claim and of the case}

MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
RETURN DISTINCT c.key AS case, j.key AS jurisdiction, h.outcome AS outcome,
       [coalesce(h.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
