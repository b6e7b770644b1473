"""Questions about switches."""
