"""Cli, report: from frozen to signed: `ngayso report freeze` and what comes after it."""
