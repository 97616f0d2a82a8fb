"""Pure rules: no framework, no clock, no network. Time is always passed in."""
