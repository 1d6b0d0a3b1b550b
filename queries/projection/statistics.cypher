// summary: Every published number about each jurisdiction.
// doc: >-
//   Numbers of different topics, dimensions or sources are never added up. A number that is withheld has no value;
//   below says what it is less than, where the source does.
// mode: read
// returns: set
// params:
//   topic: {type: code, codelist: topic, doc: what the numbers are about}
// columns:
//   statistic: {type: string, doc: key of the number}
//   jurisdiction: {type: string, doc: its ISO 3166 code}
//   aspect: {type: string, doc: in which way the number is about the jurisdiction}
//   source: {type: string, doc: the source that publishes it}
//   indicator: {type: string, doc: what is counted}
//   dimension: {type: string, doc: what it is broken down by}
//   category: {type: string, doc: the cell of that dimension}
//   sex: {type: string, doc: 'sex; null for all together'}
//   age_band: {type: string, doc: 'age band; null for all together'}
//   year: {type: integer, doc: year}
//   unit: {type: string, doc: unit of the value}
//   value: {type: number, doc: the number}
//   suppressed: {type: boolean, doc: whether the source withheld it}
//   below: {type: number, doc: what a withheld number is less than}
//   markings: {type: strings, doc: handling of the number and of the claim}

MATCH (s:Statistic)-[a:ABOUT]->(j:Jurisdiction)
WHERE s.topic = $topic
RETURN DISTINCT s.key AS statistic, j.key AS jurisdiction, a.aspect AS aspect, s.source AS source,
       s.indicator AS indicator, s.dimension AS dimension, s.category AS category, s.sex AS sex,
       s.age_band AS age_band, s.year AS year, s.unit AS unit, s.value AS value,
       s.suppressed AS suppressed, s.below AS below,
       [coalesce(s.handling, 'RED'), coalesce(a.handling, 'RED')] AS markings
