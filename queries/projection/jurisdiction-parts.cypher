// summary: Which jurisdictions are part of which State.
// mode: read
// returns: set
// columns:
//   part: {type: string, doc: code of the part}
//   whole: {type: string, doc: code of the State}
//   handling: {type: string, doc: of the claim}

MATCH (a:Jurisdiction)-[p:PART_OF]->(b:Jurisdiction)
RETURN DISTINCT a.key AS part, b.key AS whole, coalesce(p.handling, 'RED') AS handling
