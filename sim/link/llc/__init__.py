"""What an IEEE 802.3 frame with a length carries: logical link control (IEEE 802.2)."""
