"""Tests, API server: definitions of the custom resources that we use, of our own list of fields."""

from tests.deploy.custom import FIELDS
from tests.deploy.manifests import Json

TYPES = {str: "string", int: "integer", bool: "boolean", dict: "object"}
APPROVED = {"api-approved.kubernetes.io": "unapproved, of the fields that ngayso uses"}
"""Without it no definition is taken in a group of Kubernetes' own."""


def definitions() -> Json:
    """One for each kind; what is not in the list is refused."""
    return {
        "apiVersion": "v1",
        "kind": "List",
        "items": [_definition(kind, fields) for kind, fields in FIELDS.items()],
    }


def _definition(named: str, fields: dict[str, type]) -> Json:
    version, _, kind = named.partition(" ")
    group, _, number = version.partition("/")
    plural = f"{kind.lower()}s"
    schema: Json = {"type": "object"}
    for way, of in fields.items():
        _add(schema, way, of)
    names = {"kind": kind, "plural": plural, "singular": kind.lower()}
    served = {"name": number, "served": True, "storage": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}", "annotations": APPROVED},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": names,
            "versions": [{**served, "schema": {"openAPIV3Schema": schema}}],
        },
    }


def _add(schema: Json, way: str, of: type) -> None:
    """Put one field, `spec.rules[].name`, into a schema."""
    for step in way.split("."):
        name, many, _ = step.partition("[]")
        schema["type"] = "object"
        if name == "*":
            schema = schema.setdefault("additionalProperties", {})
        else:
            schema = schema.setdefault("properties", {}).setdefault(name, {})
        if many:
            schema["type"] = "array"
            schema = schema.setdefault("items", {})
    schema["type"] = TYPES[of]
