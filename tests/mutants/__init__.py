"""Mutants: the fast tests are run against faults put into the source; each has to be caught.

`python -m tests.mutants` does it (`make mutants`). `chosen/` holds the faults that we chose, by
service; `draw.py` draws as many again by a seed from what mutmut makes of the same files.
"""
