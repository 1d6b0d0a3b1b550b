// summary: Sex and age band of the victims in the cases that followed each route.
// doc: >-
//   One row for each route, sex, age band and set of markings. A case with several routes gives its victims to each of
//   them, since no record says who took which.
// mode: read
// returns: set
// columns:
//   route: {type: string, doc: key of the route}
//   sex: {type: string, doc: 'sex as recorded; null when not recorded'}
//   age_band: {type: string, doc: 'age band; null when not recorded'}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

MATCH (p:Person)-[i:INVOLVED_IN]->(c:Case)-[f:FOLLOWED]->(r:Route)
WHERE i.role = 'Victim'
RETURN DISTINCT r.key AS route, p.sex AS sex, p.age_band AS age_band,
       [coalesce(p.handling, 'RED'), coalesce(i.handling, 'RED'), coalesce(c.handling, 'RED'),
        coalesce(f.handling, 'RED'), coalesce(r.handling, 'RED')] AS markings
