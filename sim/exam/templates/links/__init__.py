"""Questions about how long links take."""
