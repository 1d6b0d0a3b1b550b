// summary: Sex and age band of each person.
// mode: read
// returns: set
// columns:
//   person: {type: string, doc: key of the person}
//   source: {type: string, doc: the source that holds the record}
//   sex: {type: string, doc: as recorded}
//   age_band: {type: string, doc: as recorded}
//   handling: {type: string, doc: of the person}

MATCH (p:Person)
RETURN p.key AS person, p.source AS source, p.sex AS sex, p.age_band AS age_band,
       coalesce(p.handling, 'RED') AS handling
