"""A run as text, JSON Lines, pcapng and tables: read from the trace, written to a stream."""
