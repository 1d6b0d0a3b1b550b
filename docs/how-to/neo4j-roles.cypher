// Roles for netgraph on Neo4j Enterprise 5.26 or newer. Run it as an administrator on the database system, after the
// first load: a right on a label, type or property that is not there yet has no effect.
// Another database than neo4j: change its name in every line.

// Reader: public reference, routes and statistics marked CLEAR or GREEN. No case, person, organization or identifier.
// Of claims only what lies where, since 5.26 cannot tell claims apart by their marking (see neo4j-roles-2025.cypher).
CREATE ROLE netgraph_reader IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO netgraph_reader;
GRANT MATCH {*} ON GRAPH neo4j NODES Jurisdiction, Location, Instrument, Platform, Event TO netgraph_reader;
GRANT MATCH {*} ON GRAPH neo4j FOR (n:Route|Statistic) WHERE n.handling IN ['CLEAR', 'GREEN'] TO netgraph_reader;
GRANT MATCH {key, handling} ON GRAPH neo4j RELATIONSHIPS IN, PART_OF, BORDERS TO netgraph_reader;
GRANT MATCH {source, mapping, started, finished, undo_began, undone, taken_over_by} ON GRAPH neo4j NODES LoadRun TO netgraph_reader;

// Analyst: reads everything but what loads keep for undoing; writes decisions on records that may be one.
CREATE ROLE netgraph_analyst IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO netgraph_analyst;
GRANT MATCH {*} ON GRAPH neo4j ELEMENTS * TO netgraph_analyst;
DENY READ {content} ON GRAPH neo4j NODES UndoRecord TO netgraph_analyst;
GRANT CREATE ON GRAPH neo4j RELATIONSHIPS SAME_AS TO netgraph_analyst;
GRANT DELETE ON GRAPH neo4j RELATIONSHIPS SAME_AS TO netgraph_analyst;
GRANT SET PROPERTY {*} ON GRAPH neo4j RELATIONSHIPS SAME_AS TO netgraph_analyst;
GRANT CREATE ON GRAPH neo4j NODES LoadRun TO netgraph_analyst;
GRANT SET PROPERTY {*} ON GRAPH neo4j NODES LoadRun TO netgraph_analyst;
GRANT CREATE CONSTRAINT ON DATABASE neo4j TO netgraph_analyst;
GRANT CREATE INDEX ON DATABASE neo4j TO netgraph_analyst;

// Steward: loads, undoes loads, changes keys.
CREATE ROLE netgraph_steward IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO netgraph_steward;
GRANT MATCH {*} ON GRAPH neo4j ELEMENTS * TO netgraph_steward;
GRANT WRITE ON GRAPH neo4j TO netgraph_steward;
GRANT NAME MANAGEMENT ON DATABASE neo4j TO netgraph_steward;
GRANT CREATE CONSTRAINT ON DATABASE neo4j TO netgraph_steward;
GRANT CREATE INDEX ON DATABASE neo4j TO netgraph_steward;

// Releaser: reads what a release is made of, and changes nothing. What may go is decided by netgraph, not by this role.
CREATE ROLE netgraph_releaser IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO netgraph_releaser;
GRANT MATCH {*} ON GRAPH neo4j ELEMENTS * TO netgraph_releaser;
DENY READ {content} ON GRAPH neo4j NODES UndoRecord TO netgraph_releaser;
DENY READ {decided_by, reason} ON GRAPH neo4j RELATIONSHIPS SAME_AS TO netgraph_releaser;

// Everybody who acts has an audit log, and the database keeps where it ends.
GRANT MATCH {*} ON GRAPH neo4j NODES AuditHead TO netgraph_reader, netgraph_analyst, netgraph_releaser;
GRANT CREATE ON GRAPH neo4j NODES AuditHead TO netgraph_reader, netgraph_analyst, netgraph_releaser;
GRANT SET PROPERTY {*} ON GRAPH neo4j NODES AuditHead TO netgraph_reader, netgraph_analyst, netgraph_releaser;
