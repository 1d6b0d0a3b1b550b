// summary: What touches each jurisdiction.
// doc: >-
//   The cases it handles, the routes that stop there, and the persons, organizations and identifiers in those
//   cases, once for each set of markings. Two jurisdictions share what stands in rows of both.
// mode: read
// returns: set
// columns:
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   kind: {type: string, doc: "Case, Route, Person, Organization or Identifier"}
//   item: {type: string, doc: key of the item}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

CALL () {
  MATCH (c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN DISTINCT j.key AS jurisdiction, 'Case' AS kind, c.key AS item,
         [coalesce(h.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
  UNION ALL
  MATCH (r:Route)-[s:STOPS_AT]->(:Location)-[i:IN]->(j:Jurisdiction)
  RETURN DISTINCT j.key AS jurisdiction, 'Route' AS kind, r.key AS item,
         [coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED'), coalesce(i.handling, 'RED')] AS markings
  UNION ALL
  MATCH (p:Person|Organization)-[v:INVOLVED_IN]->(c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN DISTINCT j.key AS jurisdiction, labels(p)[0] AS kind, p.key AS item,
         [coalesce(p.handling, 'RED'), coalesce(v.handling, 'RED'),
          coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Identifier)<-[u:USES]-(p:Person|Organization)-[v:INVOLVED_IN]->(c:Case)-[h:HANDLED_BY]->(j:Jurisdiction)
  RETURN DISTINCT j.key AS jurisdiction, 'Identifier' AS kind, n.key AS item,
         [coalesce(u.handling, 'RED'), coalesce(p.handling, 'RED'), coalesce(v.handling, 'RED'),
          coalesce(c.handling, 'RED'), coalesce(h.handling, 'RED')] AS markings
}
RETURN jurisdiction, kind, item, markings
