// summary: The name of every jurisdiction.
// mode: read
// returns: set
// columns:
//   key: {type: string, doc: its ISO 3166 code}
//   name: {type: string, doc: English short name}

MATCH (j:Jurisdiction)
RETURN j.key AS key, j.name AS name
