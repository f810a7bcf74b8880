"""Notifier, outbound: the gateways that take SMS, behind one interface."""
