"""Questions about network address translation."""
