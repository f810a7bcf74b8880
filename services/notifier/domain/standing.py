"""Notifier, domain: what a unit owes, how it is written to, and which rungs each duty needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never, get_args

from contracts import ladder
from contracts.brake import Place
from contracts.calendar import WorkingDays
from contracts.owed import Participant
from contracts.plan import Amending, Channel, Plan, Rung, Upward
from contracts.words import CancelReason
from services.notifier.domain.mail.filed import Filed
from services.notifier.domain.rungs import Key, NoticeKey, RungKey
from services.notifier.domain.stops.brake import Brake
from services.notifier.domain.texts.names import Called
from services.notifier.domain.told.duty import Duties
from services.notifier.domain.told.happened import Happened
from services.notifier.domain.told.truth import still_true


def about(key: Key) -> str:
    """The duty that it is about; of a notice it may be an activity."""
    return key.duty if isinstance(key, RungKey) else key.about


@dataclass(frozen=True)
class Situation:
    """What one unit owes by one plan, and how it is written to, as the registry's facts say it.

    `names` are those of the unit and of whoever else bears a duty in its part, `office` is the name
    of the collecting office, `sender` its short one, `working_days` the calendar as it is now,
    `help_line` a sentence that says where to ask, `help_phone` whom to call. `places` are where the
    bearers stand, and who sits `above` them today; `brake` is what the office ordered about the
    plan's messages; `filed` what the unit has told, `participant` the unit as the plan has it.
    `happened` is what the unit is to hear of, `amended` by which document each revision of the plan
    was made. `full_names`: how a letter addresses whom `names` names. `by_workbook`: the unit has
    no system of its own and fills in workbooks. Reminders are gathered `ahead` of their moment.
    """

    plan: Plan
    unit: str
    names: Mapping[str, Called]
    office: str
    sender: str
    duties: Duties
    working_days: WorkingDays
    help_line: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    above: Mapping[tuple[str, Upward], Sequence[str]] = field(default_factory=dict)
    brake: Brake = field(default_factory=Brake)
    help_phone: str = ""
    filed: Filed = field(default_factory=Filed)
    participant: Participant | None = None
    happened: Happened = field(default_factory=Happened)
    amended: Mapping[int, Amending] = field(default_factory=dict)
    full_names: Mapping[str, str] = field(default_factory=dict)
    by_workbook: bool = False
    ahead: timedelta = timedelta()
    _moments: dict[tuple[str, datetime], datetime] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def bearer(self, duty: str) -> str:
        """Who owes the duty and is written to: the unit, or who approves its report."""
        standing = self.duties.get(duty)
        return (standing and standing.duty.bearer) or self.unit

    def rungs(self, duty: str) -> list[Rung]:
        """The rungs that name the duty's entry: of a recurring one, of each instance of it.

        What the collecting office owes has none: it writes no letters to itself.
        """
        if self.bearer(duty) == self.plan.collecting_office:
            return []
        owed = self.duties[duty].duty.owed
        return [rung for rung in self.plan.ladder if owed in rung.owed]

    def rung(self, key: RungKey) -> Rung | None:
        """The rung of an instance, unless the plan was amended to do without it."""
        return next((rung for rung in self.rungs(key.duty) if rung.id == key.rung), None)

    def moment(self, rung: Rung, due: datetime) -> datetime:
        """One that tells who is late never comes before anybody is."""
        if (known := self._moments.get((rung.id, due))) is not None:
            return known
        own = ladder.moment(rung, due, self.plan, self.working_days)
        at = max(own, due.astimezone(self.plan.zone)) if rung.escalates else own
        self._moments[rung.id, due] = at
        return at

    def addressee(self, key: Key) -> str:
        """Who is told: whoever bears the duty; that one is out of reach, the collecting office."""
        if isinstance(key, NoticeKey) and key.kind == "unreached":
            return self.plan.collecting_office
        return self.bearer(about(key))

    def of_office(self, key: Key) -> bool:
        """Whether it is the collecting office's own: that writes no letters to itself."""
        return self.bearer(about(key)) == self.plan.collecting_office

    def still_true(self, key: NoticeKey) -> bool:
        return still_true(self.happened, key, self.duties)

    def needless(self, key: RungKey) -> CancelReason | None:
        """Why the instance is not needed any more; None while the duty is owing."""
        standing, rung = self.duties[key.duty], self.rung(key)
        if standing.due != key.due or rung is None:
            return "moved"
        if standing.quiet_until and self.moment(rung, key.due) < standing.quiet_until:
            return "moved"
        match standing.status:
            case "owing":
                off = all(self.called_off(key, channel) for channel in rung.channels)
                return "called-off" if off else None
            case "met" | "excused":
                return standing.status
            case _:
                assert_never(standing.status)

    def held(self, key: Key, channel: Channel) -> str | None:
        """The order by which its message of a channel waits; None where it may leave."""
        if self.addressee(key) != self.bearer(about(key)):
            return None  # an office's order is about the units, not about what it hears of them
        return self.brake.held(*self._target(key), channel)

    def called_off(self, key: Key, channel: Channel) -> bool:
        """Whether its message of a channel is never to leave, by the office's order."""
        if self.addressee(key) != self.bearer(about(key)):
            return False
        if isinstance(key, NoticeKey):
            return self.brake.called_off(*self._target(key), channel, key.happened_at)
        rung = self.rung(key)
        if rung is None:
            return False
        return self.brake.called_off(*self._target(key), channel, self.moment(rung, key.due))

    def fires_at(self, key: RungKey, rung: Rung) -> datetime:
        """When its timer fires: at its moment, or as it was let go after it had been held back."""
        return self._let_go(key, rung.channels, self.moment(rung, key.due))

    def tells_from(self, key: NoticeKey) -> datetime:
        """From when on it may be told: since it happened, or since it was let go."""
        if self.addressee(key) != self.bearer(key.about):
            return key.happened_at
        return self._let_go(key, get_args(Channel), key.happened_at)

    def _let_go(self, key: Key, channels: Iterable[Channel], at: datetime) -> datetime:
        released = (self.brake.released(*self._target(key), one) for one in channels)
        return max([at, *filter(None, released)])

    def stopped(self, key: Key, channel: Channel) -> bool:
        """Whether the office keeps its message of a channel back, for now or for good."""
        return self.held(key, channel) is not None or self.called_off(key, channel)

    def _target(self, key: Key) -> tuple[set[str], Place]:
        """What the duty is called, and where whoever is written to stands."""
        name = about(key)
        bearer, standing = self.bearer(name), self.duties.get(name)
        names = {name, standing.duty.owed} if standing else {name}
        return names, self.places.get(bearer, Place(bearer, None, frozenset({bearer})))

    def overtaken(self, key: RungKey, now: datetime) -> bool:
        """Whether a later rung of the same duty is due already, so that this one is not sent: of
        those that escalate another such, since what is told above reminds nobody.
        """
        rung = self.rung(key)
        if rung is None:
            return False
        own, up = self.moment(rung, key.due), bool(rung.escalates)
        others = (other for other in self.rungs(key.duty) if bool(other.escalates) == up)
        return any(own < self.moment(other, key.due) <= now for other in others)
