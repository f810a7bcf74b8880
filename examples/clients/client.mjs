// A unit's system in JavaScript: reads missed verdicts, declares an activity, waits for its verdict.
//
// Usage: node client.mjs [ACTIVITY.json]      Needs: npm install (package.json stands beside this file)
// Environment: NATS_URL, UNIT, PLAN; NATS_CREDS, the credentials file from the office; NATS_CA, the
// file of its certificate authority, where the address begins with tls://.
// Exit code: 0; 1 when the activity was refused or had no verdict within a minute; 3 when the server
// ended the connection for good: the credentials hold no more, so ask the office.

import { jetstream } from "@nats-io/jetstream";
import { AuthorizationError, connect, credsAuthenticator } from "@nats-io/transport-node";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const { UNIT, PLAN, NATS_URL, NATS_CREDS, NATS_CA } = process.env;
const PLACE = `${UNIT}.read`; // how far the verdicts were read; keep it in your database instead

// The verdicts that were not read yet, oldest first.
async function read(nc) {
  const found = [];
  let place = existsSync(PLACE) ? Number(readFileSync(PLACE, "utf-8")) : 0;
  for (let more = true; more; ) {
    const question = JSON.stringify({ after: place });
    const answer = await nc.request(`ask.${UNIT}.verdicts`, question, { timeout: 10_000 });
    const told = answer.json().data;
    for (const { verdict, sequence } of told.verdicts) {
      tell(verdict); // keep it in your database, and then its place
      place = sequence;
      found.push(verdict);
    }
    writeFileSync(PLACE, String(place));
    more = told.more;
  }
  return found;
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
  const subject = `cmd.${UNIT}.declare-activity.${UNIT}`;
  for (;;) {
    const ack = await jetstream(nc).publish(subject, JSON.stringify(event), { timeout: 10_000 });
    if (!ack.duplicate) return ack.seq;
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // not stored: another message had its
  } // id; ours are sent without
}

function ended() {
  console.error("the server ended the connection for good; ask the office");
  process.exit(3); // a process that went on would send nothing and hear nothing
}

const nc = await connect({
  servers: NATS_URL,
  authenticator: credsAuthenticator(readFileSync(NATS_CREDS)),
  tls: NATS_CA ? { caFile: NATS_CA } : undefined,
  maxReconnectAttempts: -1,
}).catch((error) => {
  if (error instanceof AuthorizationError) ended();
  throw error;
});
let done = false;
nc.closed().then(() => done || ended());
let rung = () => {};
nc.subscribe(`verdict.${UNIT}`, { callback: () => rung() }); // first listen, then speak
await read(nc); // what was missed since the last run
let outcome = "nothing sent";
if (process.argv.length > 2) {
  outcome = undefined;
  const sequence = await declare(nc, JSON.parse(readFileSync(process.argv[2], "utf-8")));
  for (const last = Date.now() + 60_000; !outcome && Date.now() < last; ) {
    const ring = new Promise((resolve) => ((rung = resolve), setTimeout(resolve, 2_000)));
    outcome = (await read(nc)).find(({ command }) => command.sequence === sequence)?.outcome;
    if (!outcome) await ring;
  }
}
done = true;
await nc.close();
process.exitCode = outcome && outcome !== "refused" ? 0 : 1;
