"""The few pages a server draws, for people who have no account here: no scripts, one column, light and dark."""
