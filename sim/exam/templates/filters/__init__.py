"""Questions about filters, with and without a memory."""
