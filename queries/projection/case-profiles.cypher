// summary: What each case says of its victims and of how they were exploited.
// mode: read
// returns: set
// columns:
//   case: {type: string, doc: key of the case}
//   source: {type: string, doc: the source that holds it}
//   opened: {type: string, doc: when it was opened}
//   exploitation: {type: strings, doc: forms found}
//   sex: {type: strings, doc: sexes among the victims}
//   age_band: {type: strings, doc: age bands among the victims}
//   handling: {type: string, doc: of the case}

MATCH (c:Case)
RETURN c.key AS case, c.source AS source, c.opened AS opened, c.exploitation AS exploitation,
       c.victims_sex AS sex, c.victims_age_band AS age_band, coalesce(c.handling, 'RED') AS handling
