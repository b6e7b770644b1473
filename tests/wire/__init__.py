"""Octets against outside measures: RFC examples, frames that Linux sent, scapy and tshark."""
