// summary: Every stop of every route, with what the route says of itself.
// mode: read
// returns: set
// columns:
//   route: {type: string}
//   position: {type: integer}
//   place: {type: string}
//   kind: {type: string, doc: "kind of place"}
//   year: {type: integer}
//   exploitation: {type: strings}
//   victim_profile: {type: strings}
//   markings: {type: strings}

MATCH (r:Route)-[s:STOPS_AT]->(l:Location)
RETURN r.key AS route, s.position AS position, l.key AS place, l.kind AS kind, r.year AS year,
       r.exploitation AS exploitation, r.victim_profile AS victim_profile,
       [r.handling, s.handling] AS markings
