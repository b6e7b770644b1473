"""Questions about DNS."""
