"""``ping``: echo requests, and what comes back."""
