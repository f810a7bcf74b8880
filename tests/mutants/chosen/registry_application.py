"""Mutants, chosen: the registry's loop: order, waiting, append, answer."""

from tests.mutants.fault import Fault

REPLICAS = ("tests/registry/application/test_replicas.py",)
TROUBLES = ("tests/registry/application/loop/test_troubles.py",)
LATE = ("tests/registry/application/test_late_owner.py",)
OWNERS = ("tests/registry/application/loop/test_owners.py",)
WAITING = ("tests/registry/application/loop/test_waiting.py",)
WORKING = "services/registry/application/working.py"
DECIDING = "services/registry/application/deciding.py"
ANSWERING = "services/registry/application/answering.py"
JUDGING = "services/registry/application/judging.py"
MEMORY = "services/registry/application/memory.py"
TELLING = "services/registry/application/parts/telling.py"
ASKING = "services/registry/application/parts/asking.py"
PARTS = ("tests/registry/application/loop/test_parts.py",)
OPENING = "services/registry/application/opening.py"

REGISTRY_APPLICATION = (
    Fault(
        "a command is decided before an older one about the same unit",
        WORKING,
        "self._lanes.put(topology.address(item.subject).about, item)",
        "self._lanes.put(str(item.sequence), item)",
        REPLICAS,
    ),
    Fault(
        "commands of one sender stand in a lane, not those about one unit",
        WORKING,
        "self._lanes.put(topology.address(item.subject).about, item)",
        "self._lanes.put(topology.address(item.subject).sender, item)",
        REPLICAS,
    ),
    Fault(
        "an owner that lost its partition finishes what it has begun",
        WORKING,
        "            if not self._partition.lost:\n",
        "            if self._partition:\n",
        OWNERS,
    ),
    Fault(
        "one command that cannot be handled takes its neighbours with it",
        WORKING,
        "if self._faults[first.sequence] or self._deciding.waits(first):",
        "if self._deciding.waits(first):",
        TROUBLES,
    ),
    Fault(
        "waiting for a server counts towards being buried",
        WORKING,
        "self._faults[item.sequence] += not waits",
        "self._faults[item.sequence] += 1",
        TROUBLES,
    ),
    Fault(
        "a command that nobody can read gets no verdict",
        WORKING,
        "                self._answering.answer(lane, [Settled(items[0], first, refused, [])])\n",
        "                _ = refused\n",
        TROUBLES,
    ),
    Fault(
        "a wait of the verb's row is ignored: refused, though an older command may change that",
        JUDGING,
        "                if patient and await self._older(missing, command, receipt):",
        "                if patient and await self._older(missing, command, receipt) is None:",
        WAITING,
    ),
    Fault(
        "a plan is judged before older records of units are",
        JUDGING,
        "            if patient and await self._older(first, command, receipt):",
        "            if patient and await self._older(first, command, receipt) is None:",
        WAITING,
    ),
    Fault(
        "a command waits for younger ones",
        JUDGING,
        "return oldest is not None and oldest < receipt.sequence",
        "return oldest is not None",
        WAITING,
    ),
    Fault(
        "a refusal stands although what it misses has been recorded since",
        JUDGING,
        "            decision = await self._decide(command, state, receipt, 0, inherited)\n"
        "        if",
        "            decision = await self._decide(command, state, receipt, MAX_AGE, inherited)\n"
        "        if",
        WAITING,
    ),
    Fault(
        "a unit is judged by the newest revision, not by the one that its history follows",
        JUDGING,
        "        if revision:\n",
        "        if isinstance(command, OpenDuties):\n",
        OWNERS,
    ),
    Fault(
        "a late owner brings back an older revision of what a unit may know",
        TELLING,
        "        while told.published_at < published_at:\n",
        "        while told.sequence >= 0:\n",
        PARTS,
    ),
    Fault(
        "what a unit may know is told only where its part begins",
        TELLING,
        "        if told.revision != state.revision:\n",
        "        if told.revision == 0:\n",
        PARTS,
    ),
    Fault(
        "a unit that has many plans is answered with the oldest first",
        ASKING,
        "held[::-1]",
        "held",
        ("tests/registry/application/test_asking.py",),
    ),
    Fault(
        "a verdict that cannot be read ends what the asker is told",
        ASKING,
        "        while more and not kept:\n",
        "        while more and after == asked.after:\n",
        ("tests/registry/application/test_asking.py",),
    ),
    Fault(
        "a command waits for ever",
        DECIDING,
        "patient = now - since < WAIT_SECONDS",
        "patient = now - since < 100 * WAIT_SECONDS",
        WAITING,
    ),
    Fault(
        "the verdict goes out before the facts are appended",
        DECIDING,
        "                await self._append(run)\n",
        "                asyncio.ensure_future(self._append(run))\n",
        REPLICAS,
    ),
    Fault(
        "the first decision after a take-over is not appended, and fences nobody off",
        DECIDING,
        "bool(decision.facts) or self._fences(run, decision)",
        "bool(decision.facts)",
        LATE,
    ),
    Fault(
        "a late owner that lost the race decides on",
        DECIDING,
        "                if not await self._partition.confirm():\n"
        "                    raise Lost from None\n",
        "",
        OWNERS,
    ),
    Fault(
        "a record of a unit is decided on the directory as this replica left it",
        DECIDING,
        "if fold is None or not alone:",
        "if fold is None or subject.name not in self._appended:",
        ("tests/registry/application/test_others.py",),
    ),
    Fault(
        "a command that is delivered again is decided again",
        DECIDING,
        "        if run.known(order):\n            return True\n",
        "",
        REPLICAS,
    ),
    Fault(
        "the second command of a message is decided on the state before the first",
        DECIDING,
        "run.state = self._parts.judging.evolve(run.state, decision.facts)",
        "_ = decision.facts",
        REPLICAS,
    ),
    Fault(
        "answers without facts are not appended with the next facts",
        DECIDING,
        "before = [one for one in self._unsaid.of(name) if one.receipt.order not in answers]",
        "before = []",
        ("tests/registry/application/loop/test_written.py",),
    ),
    Fault(
        "a decision that is larger than a message is tried for ever",
        DECIDING,
        "        if size > limit:\n",
        "        if size < 0:\n",
        TROUBLES,
    ),
    Fault(
        "answers are remembered for the first decision of a message only",
        MEMORY,
        "    for fact in facts:\n        order = fact.receipt.order\n",
        "    for fact in facts:\n        order = fact.receipt.order\n"
        "        if order != facts[0].receipt.order:\n            continue\n",
        REPLICAS,
    ),
    Fault(
        "a command is let go before its verdict is published",
        ANSWERING,
        "        while not self._partition.lost:\n            try:\n",
        "        while not self._partition.lost:\n"
        "            await self._partition.acknowledge(item)\n            try:\n",
        REPLICAS,
    ),
    Fault(
        "verdicts of one lane overtake each other",
        ANSWERING,
        "                await asyncio.wait([before])\n",
        "                _ = before\n",
        TROUBLES,
    ),
    Fault(
        "a verdict is lost while its server is away",
        ANSWERING,
        "                await pause(self._partition, growing_delay(tries))\n"
        "                continue\n",
        "                return\n",
        TROUBLES,
    ),
    Fault(
        "a unit that an amendment took out of the plan is not told",
        OPENING,
        "sorted(in_force.ever)",
        "sorted(in_force.participants)",
        OWNERS,
    ),
    Fault(
        "a unit whose opening could not be sent is passed over",
        OPENING,
        "                raise error\n",
        "                continue\n",
        OWNERS,
    ),
)
