"""Identity resolution: which records may be one and the same, who decided, and how to take it back.

Candidates come from Splink on DuckDB; a decision is a claim ``SAME_AS`` of the source ``resolution``, never
a merged node. Seeing through positive decisions is `netgraph.analytics.identities`.
"""
