"""What each port promises, held by its JetStream and its memory side alike.

What it cannot say: how a server that is away, restarts or loses its leader behaves; the kills of
tests/registry and the system tests look at that.
"""
