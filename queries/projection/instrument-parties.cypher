// summary: Which instruments bind each jurisdiction.
// mode: read
// returns: set
// columns:
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   instrument: {type: string, doc: key of the instrument}
//   name: {type: string, doc: 'name of the instrument, where recorded'}
//   kind: {type: string, doc: what kind of instrument}
//   since: {type: string, doc: 'since when it binds the jurisdiction, where recorded'}
//   until: {type: string, doc: 'until when, where recorded'}
//   in_force: {type: string, doc: 'when the instrument came into force, where recorded'}
//   ended: {type: string, doc: 'when it ended, where recorded'}
//   handling: {type: string, doc: of the claim}

MATCH (j:Jurisdiction)-[p:PARTY_TO]->(i:Instrument)
RETURN DISTINCT j.key AS jurisdiction, i.key AS instrument, i.name AS name, i.kind AS kind,
       p.since AS since, p.until AS until, i.in_force AS in_force, i.ended AS ended,
       coalesce(p.handling, 'RED') AS handling
