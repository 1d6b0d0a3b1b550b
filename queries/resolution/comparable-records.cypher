// summary: Every person, or every organization, with what its source says of it, to be compared.
// doc: Only for finding records that may be one and the same; a name is that of an organization.
// mode: read
// returns: set
// params:
//   type: {type: string, doc: Person or Organization}
// columns:
//   key: {type: string}
//   source: {type: string}
//   sex: {type: string}
//   gender: {type: string}
//   age_band: {type: string}
//   kind: {type: string}
//   sector: {type: string}
//   name: {type: string}
//   handling: {type: string}

MATCH (n:Person|Organization)
WHERE labels(n)[0] = $type
RETURN n.key AS key, n.source AS source, n.sex AS sex, n.gender AS gender, n.age_band AS age_band,
       n.kind AS kind, n.sector AS sector, CASE WHEN n:Organization THEN n.name ELSE null END AS name,
       coalesce(n.handling, 'RED') AS handling
