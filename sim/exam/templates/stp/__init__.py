"""Questions about spanning tree."""
