// summary: Every leg of every route with its dates, as recorded.
// mode: read
// returns: set
// columns:
//   claim: {type: string, doc: key of the claim}
//   route: {type: string, doc: key of the route}
//   position: {type: integer, doc: order of the leg}
//   start: {type: string, doc: key of the place left}
//   end: {type: string, doc: key of the place reached}
//   departed: {type: string, doc: 'when they left: year, month or day; null when not recorded'}
//   arrived: {type: string, doc: when they arrived}
//   mode: {type: string, doc: means of transport}
//   handling: {type: string}

MATCH (a:Location)-[leg:LEG]->(b:Location)
RETURN leg.key AS claim, leg.route AS route, leg.position AS position, a.key AS start, b.key AS end,
       leg.departed AS departed, leg.arrived AS arrived, leg.mode AS mode, coalesce(leg.handling, 'RED') AS handling
