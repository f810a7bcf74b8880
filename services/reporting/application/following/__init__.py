"""Reporting, application: tells those who follow a plan what of it changed."""
