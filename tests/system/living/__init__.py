"""System tests: what services do while their servers are away."""
