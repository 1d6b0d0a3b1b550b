// summary: What touches each jurisdiction: the cases it handles, the routes that stop there, and the persons,
//   organizations and identifiers in those cases.
// doc: Two jurisdictions share what stands in both their rows.
// mode: read
// returns: set
// columns:
//   jurisdiction: {type: string}
//   kind: {type: string, doc: "Case, Route, Person, Organization or Identifier"}
//   item: {type: string}
//   markings: {type: strings}

CALL () {
  MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS jurisdiction, 'Case' AS kind, c.key AS item, collect(DISTINCT h.handling) AS markings
  UNION ALL
  MATCH (r:Route)-[s:STOPS_AT]->(:Location)-[i:IN]->(j:Jurisdiction)
  RETURN j.key AS jurisdiction, 'Route' AS kind, r.key AS item,
         collect(DISTINCT s.handling) + collect(DISTINCT i.handling) AS markings
  UNION ALL
  MATCH (p:Person|Organization)-[v:INVOLVED_IN]->(:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS jurisdiction, labels(p)[0] AS kind, p.key AS item,
         collect(DISTINCT v.handling) + collect(DISTINCT h.handling) AS markings
  UNION ALL
  MATCH (n:Identifier)<-[u:USES]-(:Person|Organization)-[v:INVOLVED_IN]->(:Case)
        -[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN j.key AS jurisdiction, 'Identifier' AS kind, n.key AS item,
         collect(DISTINCT u.handling) + collect(DISTINCT v.handling) + collect(DISTINCT h.handling)
           AS markings
}
RETURN jurisdiction, kind, item, markings
