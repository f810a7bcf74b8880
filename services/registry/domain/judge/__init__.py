"""Registry, domain: which duties the records of a unit meet, and since when."""
