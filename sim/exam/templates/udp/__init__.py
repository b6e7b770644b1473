"""Questions about UDP."""
