"""Reporting, documents: the consolidated report in the formats that offices use."""
