"""Tests of services/reporting/domain/units."""
