"""Octets: how protocol data units are written on a link and read from it. The only place that uses scapy."""
