"""The words of reminders."""
