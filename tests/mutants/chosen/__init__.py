"""Mutants, chosen: faults that we thought of, by service."""

from tests.mutants.chosen.backup import BACKUP
from tests.mutants.chosen.carriers.mails import MAILS
from tests.mutants.chosen.claims import CLAIMED
from tests.mutants.chosen.contacts import CONTACTS_KEPT
from tests.mutants.chosen.contracts import CONTRACTS
from tests.mutants.chosen.figures import FIGURES
from tests.mutants.chosen.frozen import FROZEN
from tests.mutants.chosen.gates.answers import DOORS
from tests.mutants.chosen.gates.lines import TOLD_ONCE
from tests.mutants.chosen.gates.readers import READERS
from tests.mutants.chosen.gateways import GATEWAYS
from tests.mutants.chosen.log.apart import APART
from tests.mutants.chosen.log.said import SAID
from tests.mutants.chosen.log.unread import UNREAD
from tests.mutants.chosen.notifier import NOTIFIER
from tests.mutants.chosen.notifier_duties import NOTIFIER_DUTIES
from tests.mutants.chosen.obligations import OBLIGATIONS_KEPT
from tests.mutants.chosen.reached import REACHED
from tests.mutants.chosen.register import REGISTER
from tests.mutants.chosen.registry_application import REGISTRY_APPLICATION
from tests.mutants.chosen.registry_domain import REGISTRY_DOMAIN
from tests.mutants.chosen.rehearsal import REHEARSAL
from tests.mutants.chosen.reporting import REPORTING
from tests.mutants.chosen.runtime import RUNTIME
from tests.mutants.chosen.told.digest import NOTIFIER_DIGEST
from tests.mutants.chosen.told.happened import NOTIFIER_TOLD
from tests.mutants.chosen.told.mails import WRITTEN_MAILS
from tests.mutants.chosen.told.stops import NOTIFIER_STOPS
from tests.mutants.chosen.workbook import WORKBOOK

CHOSEN = (
    *(*RUNTIME, *CONTRACTS, *REGISTRY_DOMAIN),
    *(*OBLIGATIONS_KEPT, *REGISTRY_APPLICATION, *UNREAD, *APART, *SAID),
    *(*CONTACTS_KEPT, *NOTIFIER, *NOTIFIER_DUTIES, *MAILS, *GATEWAYS, *REPORTING, *CLAIMED),
    *(*FIGURES, *READERS, *REACHED, *NOTIFIER_DIGEST, *NOTIFIER_STOPS, *NOTIFIER_TOLD),
    *(*WRITTEN_MAILS, *DOORS),
    *BACKUP,
    *REHEARSAL,
    *FROZEN,
    *WORKBOOK,
    *REGISTER,
    *TOLD_ONCE,
)
