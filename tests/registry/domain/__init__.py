"""Tests of the registry's pure part: given what was sent, when a command comes, then …"""
