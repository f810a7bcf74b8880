"""Tests of services/reporting/domain/succession."""
