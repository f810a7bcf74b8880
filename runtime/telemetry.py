"""Runtime, telemetry: traces, where they are asked for."""

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from runtime.settings import RuntimeSettings


def trace_as(settings: RuntimeSettings, service: str) -> None:
    """Send traces to the endpoint that the settings name."""
    if not settings.otlp_endpoint:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - costs 0.2 s

    provider = TracerProvider(resource=Resource.create({"service.name": f"ngayso-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(settings.otlp_endpoint)))
    trace.set_tracer_provider(provider)
