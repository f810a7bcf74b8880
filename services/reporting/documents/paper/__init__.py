"""Reporting, documents: the report as a document on paper (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
