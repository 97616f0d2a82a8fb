"""The embedded PostgreSQL under our own supervisor: one guardian process a data folder, standard library only."""
