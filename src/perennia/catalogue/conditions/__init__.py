"""Conditions one may choose: each says itself in the closed language of core.condition."""
