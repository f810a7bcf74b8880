"""Mutants, chosen: activities that several units tell of, and what is kept of each unit."""

from tests.mutants.fault import Fault

CLAIMS = ("tests/reporting/domain/claims",)

CLAIMED = (
    Fault(
        "a joint activity is counted with each of its partners",
        "services/reporting/domain/claims/joint.py",
        "(group.lead, living and one is not counted, living",
        "(group.lead, False, living",
        CLAIMS,
    ),
    Fault(
        "whoever an activity pointed at before stays as it was",
        "services/reporting/domain/claims/joint.py",
        "if isinstance(before, ActivityDocument) and before.points_at:",
        "if not before and isinstance(before, ActivityDocument) and before.points_at:",
        CLAIMS,
    ),
    Fault(
        "who claimed evidence first is not told that another one claims it too",
        "services/reporting/domain/claims/repeated.py",
        "others |= {*was.claims, *claims}",
        "others |= {*claims} - {*was.claims}",
        CLAIMS,
    ),
    Fault(
        "a joint activity whose lead withdrew counts nowhere",
        "services/reporting/domain/claims/joint.py",
        "return min(self.alive, key=_rank, default=None)",
        "return min((one for one in self.records if one.record.joint_with is None), default=None,"
        " key=_rank)",
        CLAIMS,
    ),
    Fault(
        "a held partner does not stand in for a lead that was left planned",
        "services/reporting/domain/claims/joint.py",
        'return one.status != "held", one.record',
        "return False, one.record",
        CLAIMS,
    ),
    Fault(
        "what a unit's documents added before stays in what is kept of it",
        "services/reporting/domain/keeping/settle.py",
        'before = documents.before(SummaryDocument, f"{plan}/{unit}/{of}")',
        "before = None if more else documents.before(SummaryDocument, '')",
        ("tests/reporting/domain/test_fold.py",),
    ),
    Fault(
        "what a replica holds in memory is believed although another one wrote meanwhile",
        "services/reporting/outbound/shelves.py",
        "if (self.generation, self.count) == (generation, count) and",
        "if self.generation == generation and",
        ("tests/reporting/outbound/test_shelves.py",),
    ),
    Fault(
        "a page that ends with a unit says that there is nothing after it",
        "services/reporting/application/listing.py",
        "if found > left:",
        "if found >= left:",
        ("tests/reporting/application/test_listing.py",),
    ),
    Fault(
        "what was read of the views is believed after they have moved",
        "services/reporting/outbound/kept/still.py",
        "if position != self._position:",
        "if self._position is None:",
        ("tests/reporting/outbound/kept/test_still.py",),
    ),
)
