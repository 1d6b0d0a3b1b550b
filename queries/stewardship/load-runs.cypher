// summary: Load runs, latest first, with what became of the rows they read.
// doc: >-
//   A run without an end was interrupted, or is still going.
// mode: read
// returns: many
// params:
//   source: {type: string, default: null, doc: one source; all when not given}
//   limit: {type: integer, default: 25, minimum: 1, maximum: 100000, doc: rows at most}
// columns:
//   run: {type: string, doc: id of the run}
//   source: {type: string, doc: what it loaded}
//   mapping: {type: string, doc: with which mapping}
//   started: {type: string, doc: 'when, UTC'}
//   finished: {type: string, doc: 'when, UTC; null when it was interrupted or still runs'}
//   read: {type: integer, counts: things, doc: rows read}
//   loaded: {type: integer, counts: things, doc: rows that are in the graph}
//   duplicate: {type: integer, counts: things, doc: rows that repeat another}
//   rejected: {type: integer, counts: things, doc: rows refused}
//   created: {type: integer, counts: things, doc: claims and nodes created}
//   updated: {type: integer, counts: things, doc: claims and nodes changed}
//   deleted: {type: integer, counts: things, doc: claims and nodes that the source no longer holds}
// unique: [run]

MATCH (run:LoadRun)
WHERE $source IS NULL OR run.source = $source
RETURN run.key AS run, run.source AS source, run.mapping AS mapping, run.started AS started,
       run.finished AS finished, run.read AS read, run.loaded AS loaded, run.duplicate AS duplicate,
       run.rejected AS rejected, run.created AS created, run.updated AS updated, run.deleted AS deleted
ORDER BY started DESC, run
LIMIT $limit
