"""The work of people: what somebody of the team has to do."""
