"""Tests of what keeps a message back that is true and due."""
