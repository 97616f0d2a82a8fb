"""One example for each job of `pipeline.JOBS`, a module of its name, by which tests try every job alike.

`prepare() -> int`: makes what the job works on in an empty database, and gives the row's id.
`state() -> object`: what the job has made so far, without ids and moments, so that two runs can be compared.
"""
