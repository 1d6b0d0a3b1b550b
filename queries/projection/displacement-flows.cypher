// summary: Numbers of displaced people by State of origin and of asylum. Displacement, not trafficking.
// doc: >-
//   An overlay for vulnerability: never to be added to what is recorded of trafficking, nor one indicator to another.
// mode: read
// returns: set
// columns:
//   origin: {type: string, doc: code of the State they come from}
//   destination: {type: string, doc: code of the State where they seek or have protection}
//   indicator: {type: string, doc: what is counted}
//   year: {type: integer, doc: year of the number}
//   value: {type: number, doc: 'the number; null when withheld by the source'}
//   source: {type: string, doc: who says so}
//   markings: {type: strings, doc: handling of the claims and records behind the row}

MATCH (origin:Jurisdiction)<-[from:ABOUT]-(s:Statistic)-[to:ABOUT]->(destination:Jurisdiction)
WHERE s.topic = 'Displacement' AND from.aspect = 'Origin' AND to.aspect = 'Asylum'
RETURN origin.key AS origin, destination.key AS destination, s.indicator AS indicator, s.year AS year,
       s.value AS value, s.source AS source,
       [coalesce(s.handling, 'RED'), coalesce(from.handling, 'RED'), coalesce(to.handling, 'RED')] AS markings
