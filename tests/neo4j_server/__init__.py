"""A real Neo4j Community for developers and tests, from Maven artifacts, without Docker."""
