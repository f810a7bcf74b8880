#!/bin/sh
# A unit's system as a shell script: reads missed verdicts, declares an activity, waits for its verdict.
#
# Usage: ./client.sh [ACTIVITY.json]      Needs: nats (https://github.com/nats-io/natscli) and jq
# Environment: NATS_URL, UNIT, PLAN; NATS_CREDS, the credentials file from the office; NATS_CA, the
# file of its certificate authority, where the address begins with tls://.
# Exit code: 0, or 1 when the activity was refused or had no verdict within a minute.
set -eu
: "${NATS_URL:?}" "${NATS_CREDS:?}" "${UNIT:?}" "${PLAN:?}"
place=$UNIT.read # how far the verdicts were read
[ -f "$place" ] || echo 0 > "$place"

# Prints the verdicts that were not read yet, one a line, oldest first.
read_verdicts() {
    more=true
    while [ "$more" = true ]; do
        told=$(nats request --raw --timeout 10s "ask.$UNIT.verdicts" "{\"after\": $(cat "$place")}")
        printf '%s\n' "$told" | jq -c '.data.verdicts[].verdict'
        last=$(printf '%s\n' "$told" | jq -r '.data.verdicts[-1].sequence // empty')
        [ -z "$last" ] || echo "$last" > "$place"
        more=$(printf '%s\n' "$told" | jq -r .data.more)
    done
}

tell() {
    jq -r '
        "\(.command.sequence) \(.outcome) \(.command.type) \(.command.id)",
        (.findings[] | "   \(.severity) \(.code) \(.pointer) \(.vi)"),
        (.duties[] | "   \(.duty) \(.status) \(.due)")'
}

read_verdicts | tell # what was missed since the last run

[ $# -gt 0 ] || exit 0
id=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
event=$(jq -c --arg id "$id" --arg unit "$UNIT" --arg plan "$PLAN" '{
    specversion: "1.0", id: $id, source: "urn:unit:\($unit)", type: "ngayso.declare-activity.v1",
    data: {plan: $plan, unit: $unit, activity: .}}' "$1")
while true; do
    stored=$(printf '%s' "$event" | nats publish --jetstream --no-templates --force-stdin \
        "cmd.$UNIT.declare-activity.$UNIT" 2>&1) || { echo "$stored" >&2; exit 1; }
    case $stored in
        *"Duplicate: true"*) sleep 1 ;; # not stored: another message had its id; ours are sent without
        *) break ;;
    esac
done

for _ in $(seq 30); do
    sleep 2
    verdicts=$(read_verdicts)
    printf '%s' "$verdicts" | tell
    outcome=$(printf '%s' "$verdicts" | jq -r --arg id "$id" 'select(.command.id == $id) | .outcome')
    if [ -n "$outcome" ]; then
        [ "$outcome" != refused ]
        exit
    fi
done
echo "no verdict within a minute; the command is stored and will be answered" >&2
exit 1
