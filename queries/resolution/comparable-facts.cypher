// summary: What ties each person, or each organization, to identifiers, cases, places and persons, to be compared.
// doc: >-
//   One row for each record, fact and set of markings, so that a policy can withhold fact by fact. Places are
//   the stops of the routes that the record's cases followed.
// mode: read
// returns: set
// params:
//   type: {type: string, doc: Person or Organization}
// columns:
//   key: {type: string, doc: key of the record}
//   fact: {type: string, doc: "identifier, citizenship, case, role, place or linked"}
//   value: {type: string, doc: key of what it is tied to; of a role its code}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

CALL () {
  MATCH (n:Person|Organization)-[u:USES]->(i:Identifier)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'identifier' AS fact, i.key AS value,
         [coalesce(n.handling, 'RED'), coalesce(u.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Person)-[z:CITIZEN_OF]->(j:Jurisdiction)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'citizenship' AS fact, j.key AS value,
         [coalesce(n.handling, 'RED'), coalesce(z.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Person|Organization)-[v:INVOLVED_IN]->(c:Case)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'case' AS fact, c.key AS value,
         [coalesce(n.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Person|Organization)-[v:INVOLVED_IN]->(c:Case)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'role' AS fact, v.role AS value,
         [coalesce(n.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Person|Organization)-[v:INVOLVED_IN]->(c:Case)-[f:FOLLOWED]->(r:Route)-[s:STOPS_AT]->(l:Location)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'place' AS fact, l.key AS value,
         [coalesce(n.handling, 'RED'), coalesce(v.handling, 'RED'), coalesce(c.handling, 'RED'),
          coalesce(f.handling, 'RED'), coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED')] AS markings
  UNION ALL
  MATCH (n:Person)-[t:LINKED_TO]->(o:Person)
  WHERE labels(n)[0] = $type
  RETURN DISTINCT n.key AS key, 'linked' AS fact, o.key AS value,
         [coalesce(n.handling, 'RED'), coalesce(t.handling, 'RED'), coalesce(o.handling, 'RED')] AS markings
}
RETURN key, fact, value, markings
