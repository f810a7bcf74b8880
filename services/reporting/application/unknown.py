"""Reporting, application: what is asked for and not there."""

from contracts.findings import Finding


class Unknown(Exception):
    """There is no such plan or unit; the finding says which."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.en)
