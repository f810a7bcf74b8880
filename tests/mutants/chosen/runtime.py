"""Mutants, chosen: who works on a partition, lanes, folds, the failure policy."""

from tests.mutants.fault import Fault

OWNERS = ("tests/runtime/memory/test_owners.py",)
PARTITIONS = ("tests/runtime/memory/test_partitions.py",)
LANES = ("tests/runtime/test_lanes.py",)
FOLDS = ("tests/runtime/memory/test_folds.py",)
RESTORED = ("tests/runtime/memory/test_ports.py::TestMemoryLog",)
HANDING = ("tests/runtime/memory/test_ports.py::TestMemoryHanding",)
READING = ("tests/runtime/memory/test_ports.py::TestMemoryLog",)
POLICY = ("tests/runtime/test_policy.py",)

RUNTIME = (
    Fault(
        "a history is believed although something was said on its pattern since",
        "runtime/folds.py",
        "standing = last is not None and self._standing.get(subject) == last",
        "standing = subject in self._standing",
        FOLDS,
    ),
    Fault(
        "a link's signature may be written in sixteen ways",
        "runtime/links.py",
        "if _written(signature) != written or not any(",
        "if not any(",
        ("tests/runtime/test_links.py",),
    ),
    Fault(
        "a late owner is not stopped when its lease turns out to be another's",
        "runtime/owned.py",
        "        await self.lose()\n        return False\n",
        "        return True\n",
        OWNERS,
    ),
    Fault(
        "an owner whose durable was deleted finishes as if the partition were its own",
        "runtime/owned.py",
        "except Gone:\n                await self.lose()",
        "except Gone:\n                await self.leave()",
        OWNERS,
    ),
    Fault(
        "an owner that lost its partition still acknowledges",
        "runtime/owned.py",
        "        if not self.lost:\n            await self._puller.acknowledge(item)",
        "        await self._puller.acknowledge(item)",
        OWNERS,
    ),
    Fault(
        "what waits in hand is delivered again after its acknowledgement time",
        "runtime/owned.py",
        "                await self._puller.keep(item)",
        "                _ = item",
        OWNERS,
    ),
    Fault(
        "a command that is in hand is given a second time",
        "runtime/owned.py",
        "        return item.sequence in self._in_hand\n",
        "        return False\n",
        OWNERS,
    ),
    Fault(
        "a command whose acknowledgement got lost is decided behind what waits for it",
        "runtime/owned.py",
        "        if item.sequence in self._answered:\n"
        "            await self.acknowledge(item)\n"
        "            return True\n",
        "",
        (*OWNERS, "tests/registry/application/test_again.py"),
    ),
    Fault(
        "the lease is not given up by whoever leaves",
        "runtime/owned.py",
        "await self._leases.give_up(self._key, self._lease.revision)",
        "_ = self._key",
        PARTITIONS,
    ),
    Fault(
        "the durable is named after the partition alone, so a former owner's pulls are served",
        "runtime/partitions.py",
        "durable = topology.decider(number, revision)",
        "durable = topology.decider(number, 0)",
        (*OWNERS, *PARTITIONS),
    ),
    Fault(
        "whoever wakes late deletes its successor's durable",
        "runtime/partitions.py",
        "                if theirs > revision:\n                    return False\n"
        "                if theirs < revision:\n",
        "                if theirs != revision:\n",
        OWNERS,
    ),
    Fault(
        "leases in hand are never renewed",
        "runtime/partitions.py",
        "*(owned.confirm() for owned in self._owned.values())",
        "",
        PARTITIONS,
    ),
    Fault(
        "two members want the same partition",
        "runtime/partitions.py",
        "if n % len(order) == mine}",
        "if n % len(order) <= mine}",
        PARTITIONS,
    ),
    Fault(
        "a member that leaves does not say so",
        "runtime/partitions.py",
        "await self._leases.give_up(MEMBER + self._name, self._member)",
        "_ = self._member",
        PARTITIONS,
    ),
    Fault(
        "leases are renewed after they have ended",
        "runtime/partitions.py",
        "topology.LEASE_SECONDS / 6",
        "topology.LEASE_SECONDS * 1.1",
        PARTITIONS,
    ),
    Fault(
        "the last message of a lane is handled first",
        "runtime/lanes.py",
        "lane.append(item)",
        "lane.appendleft(item)",
        LANES,
    ),
    Fault(
        "messages of a lane that are not done with are dropped",
        "runtime/lanes.py",
        "                for _ in range(done):\n"
        "                    self._weights[key] -= weight(lane.popleft())\n",
        "                lane.clear()\n",
        LANES,
    ),
    Fault(
        "a lane that waits for something fills the room of all others",
        "runtime/lanes.py",
        " if key not in self._waiting",
        "",
        LANES,
    ),
    Fault(
        "a log restored to an earlier state is not noticed where it ends at our sequence",
        "runtime/folds.py",
        "known.sequence == last.sequence and not _same(known, last)",
        "known.sequence == last.sequence and last.sequence == 0",
        RESTORED,
    ),
    Fault(
        "another log that has grown past ours is read on as if it were ours",
        "runtime/folds.py",
        "if not seen and page and not _same(known, page[0]):",
        "if not seen and not page:",
        RESTORED,
    ),
    Fault(
        "what was read once is believed for ever",
        "runtime/folds.py",
        "found is not None and _now() - self._checked[subject] < max_age",
        "found is not None",
        FOLDS,
    ),
    Fault(
        "a copy of the log that is behind its leader is taken for the newest",
        "runtime/folds.py",
        'raise Unavailable("the copy of the log that answered is behind its leader")',
        "pass",
        FOLDS,
    ),
    Fault(
        "whoever asks while a read is under way gets what that one read, which may be older",
        "runtime/folds.py",
        "            await asyncio.wait([under_way])\n",
        "            return await asyncio.shield(under_way)\n",
        FOLDS,
    ),
    Fault(
        "nothing is ever forgotten",
        "runtime/folds.py",
        "while self._weight > self._limit and len(self._kept) > 1:",
        "while self._weight > self._limit and len(self._kept) > 1_000_000:",
        FOLDS,
    ),
    Fault(
        "one fold goes on without a record that is in quarantine by now as if it still had to wait",
        "runtime/folds.py",
        "return any(sequence in quarantined for sequence, _ in known.unread)",
        "return False",
        READING,
    ),
    Fault(
        "a record in quarantine is waited for",
        "runtime/reading.py",
        "            if await self._passed_over(one, LOOK_AGAIN_SECONDS):\n",
        "            if False:\n",
        READING,
    ),
    Fault(
        "a fold that fails is taken for the fault of whoever asked",
        "runtime/folds.py",
        "        except Exception:\n            for message in stored:",
        "        except Unreadable:\n            for message in stored:",
        READING,
    ),
    Fault(
        "a message is buried because a server was away for a while",
        "runtime/policy.py",
        "if isinstance(error, AWAY):",
        "if isinstance(error, AWAY) and deliveries < MAX_DELIVERIES:",
        POLICY,
    ),
    Fault(
        "a gateway that is busy counts towards a burial",
        "runtime/policy.py",
        "count = self._waits if isinstance(error, (*AWAY, Retry)) else self._of",
        "count = self._waits if isinstance(error, AWAY) else self._of",
        POLICY,
    ),
    Fault(
        "a race that was lost makes the next wait for a server longer",
        "runtime/policy.py",
        "(isinstance(error, Retry) and not error.grows)",
        "False",
        POLICY,
    ),
    Fault(
        "a malformed message is tried again and again",
        "runtime/policy.py",
        'return Bury("malformed", str(error))',
        "return PutBack(growing_delay(tries))",
        POLICY,
    ),
    Fault(
        "a message that fails for no known reason is tried for ever",
        "runtime/policy.py",
        "if tries < MAX_DELIVERIES:",
        "if tries:",
        POLICY,
    ),
    Fault(
        "a message is buried as often as that is tried",
        "runtime/policy.py",
        'f"dead-{self._durable}-{item.sequence}-{item.stored_ns}"',
        'f"dead-{self._durable}-{item.sequence}-{item.deliveries}"',
        POLICY,
    ),
)
