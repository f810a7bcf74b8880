"""Cli, rehearse: what messages a plan will cause, by the notifier itself in memory."""
