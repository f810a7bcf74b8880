"""Registry, application: the use cases: deciding commands, and following plans."""
