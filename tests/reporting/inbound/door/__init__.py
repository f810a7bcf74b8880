"""Tests of the gate and the door."""
