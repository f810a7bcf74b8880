"""The registry: decides every command and writes the facts that everybody else reads."""
