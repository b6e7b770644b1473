"""Packets of any protocol, as the features describe them: what they carry, and what their octets say."""
