"""Rehearsal: the kept past replayed for a workflow on a virtual clock, with nothing performed.

history   reads what happened, customer by customer, in the order of receipt
beside    which other workflows must run along, because the rehearsed one looks at what they do
post      judges the letters asked for, by the rules of conduct at the moment they would have left
play      one customer through the engine; what came of it
tell      the sums, the samples and the traces that are kept
rehearse  the job: asked for, worked a partition at a time, cancelled
"""
