"""The graph: written, held, read back, validated and asked, all after the graph contract."""
