"""Packets in words: lists, headers, octets."""
