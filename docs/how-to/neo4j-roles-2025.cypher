// Rights on claims by their marking, for Neo4j Enterprise 2025.04 or newer; older servers do not know them.
// Run neo4j-roles.cypher first. The reader then sees routes claim by claim, where a claim is marked CLEAR or GREEN.
GRANT MATCH {*} ON GRAPH neo4j FOR ()-[r:STOPS_AT|LEG|ABOUT|AFFECTED|PARTY_TO]->() WHERE r.handling IN ['CLEAR', 'GREEN'] TO netgraph_reader;

// An analyst who may not see RED: a role beside netgraph_analyst, which takes away.
CREATE ROLE netgraph_below_red IF NOT EXISTS;
DENY MATCH {*} ON GRAPH neo4j FOR (n) WHERE n.handling = 'RED' TO netgraph_below_red;
DENY MATCH {*} ON GRAPH neo4j FOR ()-[r]->() WHERE r.handling = 'RED' TO netgraph_below_red;
