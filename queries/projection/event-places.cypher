// summary: What each event struck, and when it began.
// mode: read
// returns: set
// columns:
//   event: {type: string, doc: key of the event}
//   name: {type: string, doc: its name}
//   began: {type: string, doc: 'when it began: year, month or day; null when not recorded'}
//   struck: {type: string, doc: key of the jurisdiction or place}
//   handling: {type: string}

MATCH (e:Event)-[x:AFFECTED]->(struck:Jurisdiction|Location)
RETURN e.key AS event, e.name AS name, e.began AS began, struck.key AS struck, coalesce(x.handling, 'RED') AS handling
