// A unit's system in JavaScript: reads missed verdicts, declares an activity, waits for its verdict.
//
// Usage: node client.mjs [ACTIVITY.json]      Needs: npm install (package.json stands beside this file)
// Environment: NATS_URL, UNIT, PLAN; NATS_USER and NATS_PASSWORD where the server asks for them.
// Exit code: 0, or 1 when the activity was refused or had no verdict within a minute.

import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

const { UNIT, PLAN, NATS_URL, NATS_USER, NATS_PASSWORD } = process.env;
const STREAM = "VERDICTS";
const CONSUMER = `unit-${UNIT}`;

// The unit's own place in the verdicts: the server remembers what was acknowledged. The office has
// made the consumer where the unit may not; one process reads it at a time.
async function openVerdicts(nc) {
  const js = jetstream(nc);
  try {
    return await js.consumers.get(STREAM, CONSUMER);
  } catch {
    const manager = await jetstreamManager(nc);
    await manager.consumers.add(STREAM, {
      durable_name: CONSUMER,
      filter_subject: `verdict.${UNIT}`,
      ack_policy: AckPolicy.Explicit,
    });
    return await js.consumers.get(STREAM, CONSUMER);
  }
}

// The next verdict that was not read yet; null when there is none for so long.
async function nextVerdict(verdicts, milliseconds) {
  const message = await verdicts.next({ expires: milliseconds });
  if (message === null) return null;
  const verdict = message.json().data;
  tell(verdict); // keep it in your database instead, and acknowledge it after that
  await message.ackAck();
  return verdict;
}

function tell({ command, outcome, findings, duties }) {
  console.log(command.sequence, outcome, command.type, command.id);
  for (const { severity, code, pointer, vi } of findings) console.log("  ", severity, code, pointer, vi);
  for (const { duty, status, due } of duties) console.log("  ", duty, status, due);
}

// Publishes the whole record; returns its number in the queue, once the server has it.
async function declare(nc, activity) {
  const event = {
    specversion: "1.0",
    id: randomUUID(),
    source: `urn:unit:${UNIT}`,
    type: "ngayso.declare-activity.v1",
    data: { plan: PLAN, unit: UNIT, activity },
  };
  const subject = `cmd.${UNIT}.system.declare-activity.${UNIT}`;
  const ack = await jetstream(nc).publish(subject, JSON.stringify(event), { timeout: 10_000 });
  return ack.seq;
}

const nc = await connect({ servers: NATS_URL, user: NATS_USER, pass: NATS_PASSWORD });
const verdicts = await openVerdicts(nc);
while (await nextVerdict(verdicts, 2_000)); // what was missed since the last run
let verdict = { outcome: "nothing sent" };
if (process.argv.length > 2) {
  const sequence = await declare(nc, JSON.parse(await readFile(process.argv[2], "utf-8")));
  verdict = await nextVerdict(verdicts, 60_000);
  while (verdict && verdict.command.sequence !== sequence) {
    verdict = await nextVerdict(verdicts, 60_000);
  }
}
await nc.close();
process.exitCode = verdict && verdict.outcome !== "refused" ? 0 : 1;
