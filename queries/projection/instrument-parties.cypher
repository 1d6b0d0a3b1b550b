// summary: Which instruments bind each jurisdiction.
// mode: read
// returns: set
// columns:
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   instrument: {type: string, doc: key of the instrument}
//   name: {type: string, doc: 'name of the instrument, where recorded'}
//   kind: {type: string, doc: what kind of instrument}
//   handling: {type: string, doc: of the claim}

MATCH (j:Jurisdiction)-[p:PARTY_TO]->(i:Instrument)
RETURN DISTINCT j.key AS jurisdiction, i.key AS instrument, i.name AS name, i.kind AS kind,
       coalesce(p.handling, 'RED') AS handling
