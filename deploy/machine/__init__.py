"""Deploy, machine: the same images on one machine without Kubernetes."""
