"""The ground Perennia stands on: settings, database server, clock, secrets, outgoing requests, doctor."""
