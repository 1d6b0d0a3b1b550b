// summary: The jurisdiction in which each place lies.
// mode: read
// returns: set
// columns:
//   place: {type: string}
//   jurisdiction: {type: string}
//   handling: {type: string}

MATCH (l:Location)-[i:IN]->(j:Jurisdiction)
RETURN DISTINCT l.key AS place, j.key AS jurisdiction, coalesce(i.handling, 'RED') AS handling
