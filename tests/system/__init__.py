"""System tests: the whole of ngayso, each process its own."""
