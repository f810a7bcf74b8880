"""Runtime, metrics: what every service counts for /metrics; what only one counts is its own."""

from prometheus_client import Counter, Gauge, Histogram

HANDLED = Counter(
    "ngayso_messages_handled", "Messages settled, by durable and outcome.", ["durable", "outcome"]
)
DEAD = Counter("ngayso_dead_letters", "Messages buried as dead letters.", ["durable", "reason"])
BATCH_SECONDS = Histogram(
    "ngayso_batch_seconds", "Time to handle one batch, in seconds.", ["durable"]
)
PENDING = Gauge(
    "ngayso_messages_pending", "Messages not delivered yet, at the last check.", ["durable"]
)
WRITABLE = Gauge("ngayso_writable", "Whether NATS stored what /readyz wrote, at the last check.")
