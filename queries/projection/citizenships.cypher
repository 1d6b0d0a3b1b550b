// summary: Of which States each person is a citizen.
// mode: read
// returns: set
// columns:
//   person: {type: string, doc: key of the person}
//   jurisdiction: {type: string, doc: code of the State}
//   markings: {type: strings, doc: handling of the claim and of the person}

MATCH (p:Person)-[z:CITIZEN_OF]->(j:Jurisdiction)
RETURN DISTINCT p.key AS person, j.key AS jurisdiction,
       [coalesce(z.handling, 'RED'), coalesce(p.handling, 'RED')] AS markings
