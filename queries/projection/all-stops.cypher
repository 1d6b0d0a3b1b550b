// summary: Every stop of every route, with what the route says of itself.
// mode: read
// returns: set
// columns:
//   route: {type: string, doc: key of the route}
//   position: {type: integer, doc: order of the stop}
//   place: {type: string, doc: key of the place}
//   kind: {type: string, doc: kind of place}
//   year: {type: integer, doc: year that the route speaks of}
//   exploitation: {type: strings, doc: what for}
//   victim_profile: {type: strings, doc: who is moved}
//   markings: {type: strings, doc: handling of the stop and of the route}

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
RETURN r.key AS route, s.position AS position, l.key AS place, l.kind AS kind, r.year AS year,
       r.exploitation AS exploitation, r.victim_profile AS victim_profile,
       [coalesce(r.handling, 'RED'), coalesce(s.handling, 'RED')] AS markings
