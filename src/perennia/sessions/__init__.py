"""Sessions booked with us: what can be booked and with whom, when, and what became of it."""
