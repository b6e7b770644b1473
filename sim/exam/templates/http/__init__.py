"""Questions about HTTP."""
