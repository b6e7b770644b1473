"""Routers and switches at the console of Cisco IOS: the mode in which they are configured, and what they show."""
