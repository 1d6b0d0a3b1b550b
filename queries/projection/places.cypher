// summary: Every place with its kind and position.
// mode: read
// returns: set
// columns:
//   key: {type: string}
//   name: {type: string}
//   kind: {type: string}
//   latitude: {type: number}
//   longitude: {type: number}

MATCH (l:Location)
RETURN l.key AS key, l.name AS name, l.kind AS kind, l.latitude AS latitude, l.longitude AS longitude
