"""Reporting, domain, readers: who asks, and which units that one may read of."""
