"""Reporting, domain: the charts of a plan by what its units owe, without their rows of a report."""

from datetime import datetime

from services.reporting.domain.charts.charts import Charts, draw
from services.reporting.domain.charts.points import Points, point
from services.reporting.domain.comparing.target import against
from services.reporting.domain.counting.add_up import total_duties
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.units.rows import Rows


def charts_of(plan: PlanDocument, documents: Documents, counts: Counts, now: datetime) -> Charts:
    """As of the report; `counts` are the plan's, by the units of the day."""
    as_of = now.astimezone(plan.plan.zone)
    units = Rows(plan, documents, as_of)
    rows = [
        Points(
            unit,
            named.level if named else None,
            named.groups if named else (),
            [point(one, now >= one.due) for one in duties],
        )
        for unit, named, duties in units.owed()
    ]
    aims = ((one.id, against(plan, one, units.said)) for one in plan.plan.indicators)
    return draw(plan.plan, total_duties(plan.plan, counts)[1], aims, rows, as_of)
