"""Chaos: the whole system under load, its processes killed and stopped by a seed; see __main__."""
