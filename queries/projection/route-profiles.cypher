// summary: What each route says of who is moved, and what for; routes without a stop too.
// mode: read
// returns: set
// columns:
//   route: {type: string, doc: key of the route}
//   source: {type: string, doc: the source that holds it}
//   year: {type: integer, doc: year that the route speaks of}
//   exploitation: {type: strings, doc: what for}
//   victim_profile: {type: strings, doc: who is moved}
//   handling: {type: string, doc: of the route}

MATCH (r:Route)
RETURN r.key AS route, r.source AS source, r.year AS year, r.exploitation AS exploitation,
       r.victim_profile AS victim_profile, coalesce(r.handling, 'RED') AS handling
