"""Runtime, memory: the parts for fast tests and offline trials, held by the same specification.

What they cannot catch: a server that is away, that answers late or twice, or whose copies are
behind their leader; a client that reconnects; limits of size; and what the real server means by a
configuration. tests/runtime/specification runs over both sides for what they have in common.
"""
