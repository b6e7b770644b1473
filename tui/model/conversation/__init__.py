"""Hosts that talk: connections, sequence charts, programs."""
