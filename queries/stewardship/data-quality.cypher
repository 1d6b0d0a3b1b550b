// summary: How often what analysis needs is missing, by source.
// doc: >-
//   Missing is what is absent, an empty list, or a sex or age band recorded as Unknown. A missing handling
//   means that the record is treated as RED.
// mode: read
// returns: many
// params:
//   source: {type: string, default: null, doc: one source; all when not given}
//   limit: {type: integer, default: 1000, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   source: {type: string, doc: the source}
//   type: {type: string, doc: label or relationship type}
//   property: {type: string, doc: what is looked for}
//   records: {type: integer, counts: persons, doc: nodes or claims of that type}
//   missing: {type: integer, counts: persons, doc: of these without it}
//   markings: {type: strings, doc: handling of the claims and records behind the row}
// unique: [source, type, property]

CALL () {
  MATCH (c:Case)
  UNWIND [{property: 'status', missing: c.status IS NULL},
          {property: 'opened', missing: c.opened IS NULL},
          {property: 'exploitation', missing: size(coalesce(c.exploitation, [])) = 0},
          {property: 'victims', missing: c.victims IS NULL},
          {property: 'handling', missing: c.handling IS NULL}] AS entry
  RETURN c.source AS source, 'Case' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(c.handling, 'RED')) AS markings
  UNION ALL
  MATCH (p:Person)
  UNWIND [{property: 'sex', missing: p.sex IS NULL OR p.sex = 'Unknown'},
          {property: 'age_band', missing: p.age_band IS NULL OR p.age_band = 'Unknown'},
          {property: 'handling', missing: p.handling IS NULL}] AS entry
  RETURN p.source AS source, 'Person' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(p.handling, 'RED')) AS markings
  UNION ALL
  MATCH (o:Organization)
  UNWIND [{property: 'kind', missing: o.kind IS NULL},
          {property: 'sector', missing: o.sector IS NULL},
          {property: 'handling', missing: o.handling IS NULL}] AS entry
  RETURN o.source AS source, 'Organization' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(o.handling, 'RED')) AS markings
  UNION ALL
  MATCH (r:Route)
  UNWIND [{property: 'year', missing: r.year IS NULL},
          {property: 'exploitation', missing: size(coalesce(r.exploitation, [])) = 0},
          {property: 'victim_profile', missing: size(coalesce(r.victim_profile, [])) = 0},
          {property: 'handling', missing: r.handling IS NULL}] AS entry
  RETURN r.source AS source, 'Route' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(r.handling, 'RED')) AS markings
  UNION ALL
  MATCH (:Case)-[h:HANDLED_BY]->(:Jurisdiction)
  UNWIND [{property: 'status', missing: h.status IS NULL},
          {property: 'outcome', missing: h.outcome IS NULL},
          {property: 'handling', missing: h.handling IS NULL}] AS entry
  RETURN h.source AS source, 'HANDLED_BY' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(h.handling, 'RED')) AS markings
  UNION ALL
  MATCH (:Route)-[s:STOPS_AT]->(:Location)
  UNWIND [{property: 'stage', missing: s.stage IS NULL},
          {property: 'arrived', missing: s.arrived IS NULL},
          {property: 'handling', missing: s.handling IS NULL}] AS entry
  RETURN s.source AS source, 'STOPS_AT' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(s.handling, 'RED')) AS markings
  UNION ALL
  MATCH ()-[v:INVOLVED_IN]->(:Case)
  UNWIND [{property: 'first_seen', missing: v.first_seen IS NULL},
          {property: 'handling', missing: v.handling IS NULL}] AS entry
  RETURN v.source AS source, 'INVOLVED_IN' AS type, entry.property AS property, count(*) AS records,
         sum(CASE WHEN entry.missing THEN 1 ELSE 0 END) AS missing,
         collect(DISTINCT coalesce(v.handling, 'RED')) AS markings
}
WITH source, type, property, records, missing, markings
WHERE $source IS NULL OR source = $source
RETURN source, type, property, records, missing, markings
ORDER BY source, type, property
LIMIT $limit
