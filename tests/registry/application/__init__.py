"""The registry's own loop over the parts in memory, its steps in the order of a seed."""
