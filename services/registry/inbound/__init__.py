"""Registry, inbound: follows plans; commands come by partitions, see runtime/partitions.py."""
