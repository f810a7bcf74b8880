"""Notifier, inbound: turns each question about contacts into its answer."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from contracts import topology
from contracts.findings import finding, from_validation
from contracts.outgoing import Contacts, ContactsAnswered, Correction, EraseAsked, OptOutAsked
from contracts.reach import ReachAnswered, ReachAsked
from services.notifier.application.contacts.reaching import Reaching
from services.notifier.application.keeping import Keeping

M = TypeVar("M", bound=BaseModel)


class ContactQuestions:
    """What is asked on `ask.contacts.<who>.<what>.<unit>`, as it comes in."""

    def __init__(self, keeping: Keeping, reaching: Reaching) -> None:
        self._keeping = keeping
        self._reaching = reaching

    def answers(self) -> dict[str, Callable[[str, bytes], Awaitable[bytes]]]:
        """By pattern of subjects, who answers there."""
        return {
            topology.ask_contacts("*", "keep", "*"): self.keep,
            topology.ask_contacts("*", "correct", "*"): self.correct,
            topology.ask_contacts("*", "erase", "*"): self.erase,
            topology.ask_contacts("*", "opt_out", "*"): self.opt_out,
            topology.ask_contacts("*", "see", "*"): self.see,
            topology.ask_contacts("*", "reach", "*"): self.reach,
        }

    async def keep(self, subject: str, question: bytes) -> bytes:
        asker, unit = topology.contacts_asker(subject)

        async def answer(record: Contacts) -> ContactsAnswered:
            if record.unit != unit:
                mismatch = finding("about-mismatch", "/unit", about=unit, named=record.unit)
                return ContactsAnswered(findings=[mismatch])
            return await self._keeping.keep(asker, record)

        return await _answered(Contacts, question, answer)

    async def erase(self, subject: str, question: bytes) -> bytes:
        asker, unit = topology.contacts_asker(subject)
        return await _answered(
            EraseAsked, question, lambda asked: self._keeping.erase(asker, unit, asked)
        )

    async def opt_out(self, subject: str, question: bytes) -> bytes:
        asker, unit = topology.contacts_asker(subject)
        return await _answered(
            OptOutAsked, question, lambda asked: self._keeping.opt_out(asker, unit, asked)
        )

    async def correct(self, subject: str, question: bytes) -> bytes:
        asker, unit = topology.contacts_asker(subject)
        return await _answered(
            Correction, question, lambda asked: self._keeping.correct(asker, unit, asked)
        )

    async def reach(self, subject: str, question: bytes) -> bytes:
        asker, plan = topology.contacts_asker(subject)
        try:
            asked = ReachAsked.model_validate_json(question, strict=True)
        except ValidationError as error:
            return _encoded(ReachAnswered(findings=from_validation(error)))
        return _encoded(await self._reaching.of(asker, plan, asked.after))

    async def see(self, subject: str, question: bytes) -> bytes:  # noqa: ARG002 - the subject says it
        return _encoded(await self._keeping.see(*topology.contacts_asker(subject)))


async def _answered(
    model: type[M], question: bytes, answer: Callable[[M], Awaitable[ContactsAnswered]]
) -> bytes:
    """The answer, or what is wrong with the question: never the values that it holds."""
    try:
        asked = model.model_validate_json(question, strict=True)
    except ValidationError as error:
        return _encoded(ContactsAnswered(findings=from_validation(error)))
    return _encoded(await answer(asked))


def _encoded(answer: ContactsAnswered | ReachAnswered) -> bytes:
    return answer.model_dump_json(exclude_none=True).encode()
