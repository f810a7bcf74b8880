"""Runtime: how messages are carried; no business noun lives here."""
