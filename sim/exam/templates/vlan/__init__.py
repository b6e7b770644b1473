"""Questions about virtual LANs."""
