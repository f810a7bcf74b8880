"""Reporting, application, readers: what whoever asks may see, and the port that knows them."""
