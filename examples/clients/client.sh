#!/bin/sh
# A unit's system as a shell script: reads missed verdicts, declares an activity, waits for its verdict.
#
# Usage: ./client.sh [ACTIVITY.json]      Needs: nats (https://github.com/nats-io/natscli) and jq
# Environment: UNIT, PLAN; the server and its user in a context of nats, or NATS_URL, NATS_USER, NATS_PASSWORD.
# Exit code: 0, or 1 when the activity was refused or had no verdict within a minute.
set -eu
: "${UNIT:?}" "${PLAN:?}"
stream=VERDICTS
consumer=unit-$UNIT

# The unit's own place in the verdicts: the server remembers what was acknowledged. The office has
# made the consumer where the unit may not; one process reads it at a time.
nats consumer info "$stream" "$consumer" >/dev/null 2>&1 ||
    nats consumer add "$stream" "$consumer" --filter "verdict.$UNIT" \
        --pull --deliver all --ack explicit --defaults >/dev/null

# Prints the data of the next verdict that was not read yet, and acknowledges it; fails when there is none.
next_verdict() {
    next=$(nats --timeout "$1" consumer next "$stream" "$consumer" --raw --ack 2>/dev/null) || return
    [ -n "$next" ] && printf '%s\n' "$next" | jq -c .data
}

tell() {
    printf '%s\n' "$1" | jq -r '
        "\(.command.sequence) \(.outcome) \(.command.type) \(.command.id)",
        (.findings[] | "   \(.severity) \(.code) \(.pointer) \(.vi)"),
        (.duties[] | "   \(.duty) \(.status) \(.due)")'
}

while verdict=$(next_verdict 2s); do # what was missed since the last run
    tell "$verdict"
done

[ $# -gt 0 ] || exit 0
id=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
jq -c --arg id "$id" --arg unit "$UNIT" --arg plan "$PLAN" '{
    specversion: "1.0", id: $id, source: "urn:unit:\($unit)", type: "ngayso.declare-activity.v1",
    data: {plan: $plan, unit: $unit, activity: .}}' "$1" |
    nats publish --jetstream --no-templates --force-stdin --quiet \
        "cmd.$UNIT.system.declare-activity.$UNIT"

while verdict=$(next_verdict 60s); do
    tell "$verdict"
    if [ "$(printf '%s' "$verdict" | jq -r .command.id)" = "$id" ]; then
        [ "$(printf '%s' "$verdict" | jq -r .outcome)" != refused ]
        exit
    fi
done
echo "no verdict within a minute; the command is stored and will be answered" >&2
exit 1
