"""Tests of services/reporting/domain/claims."""
