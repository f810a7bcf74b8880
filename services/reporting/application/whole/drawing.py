"""Reporting, application: the charts of a plan, of what its units owe and nothing else."""

from datetime import datetime

from services.reporting.application.ports import Answers
from services.reporting.application.reading import Reading
from services.reporting.application.today import counts_of
from services.reporting.domain.charts.charts import Charts
from services.reporting.domain.charts.of_units import charts_of
from services.reporting.domain.readers.below import part_of
from services.reporting.domain.succession.correct import corrected


async def drawn(answers: Answers, reading: Reading, plan: str, now: datetime) -> Charts:
    """As they are drawn of the report; raises Unknown as Reading does."""
    document, units = await reading.document(plan)
    if units is None:
        counts = (await answers.counts(plan)).counts
    else:
        document, counts = part_of(document, units), await counts_of(answers, plan, units)
    documents = await answers.documents(document, units)
    return charts_of(document, documents, corrected(document, counts, documents), now)
