// summary: What is shown of some nodes beside their relationships.
// doc: Shared nodes carry no marking of their own; the claims on them do.
// mode: read
// returns: set
// params:
//   keys: {type: strings, doc: "keys of the nodes"}
// columns:
//   type: {type: string}
//   key: {type: string}
//   name: {type: string}
//   kind: {type: string}
//   status: {type: string}
//   opened: {type: string}
//   closed: {type: string}
//   exploitation: {type: strings}
//   sector: {type: string}
//   industry: {type: strings}
//   year: {type: integer}
//   means: {type: strings}
//   victim_profile: {type: strings}
//   began: {type: string}
//   ended: {type: string}
//   in_force: {type: string}
//   latitude: {type: number}
//   longitude: {type: number}
//   source: {type: string}
//   record: {type: string}
//   owner: {type: string}
//   markings: {type: strings, doc: handling of the node}

MATCH (n)
WHERE n.key IN $keys
RETURN labels(n)[0] AS type, n.key AS key, CASE WHEN n:Organization THEN null ELSE n.name END AS name,
       n.kind AS kind, n.status AS status, n.opened AS opened, n.closed AS closed,
       n.exploitation AS exploitation, n.sector AS sector,
       n.industry AS industry, n.year AS year, n.means AS means,
       n.victim_profile AS victim_profile, n.began AS began, n.ended AS ended, n.in_force AS in_force,
       n.latitude AS latitude, n.longitude AS longitude, n.source AS source, n.record AS record,
       n.owner AS owner,
       [CASE WHEN n:Jurisdiction|Location|Identifier|Platform|Instrument|Event THEN 'CLEAR'
        ELSE coalesce(n.handling, 'RED') END] AS markings
