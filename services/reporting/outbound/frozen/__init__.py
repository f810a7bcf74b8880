"""Reporting, outbound, frozen: where the files of snapshots lie."""
