"""Holds manifests against the schemas of Kubernetes: strictly, and of the three newest versions that there are.

schemas.py < MANIFESTS: ends with 1, and a line for each object that does not fit. The ExternalSecret is held against the
definition that SFM_DEV_TEST_CRD names, or against external_secret.json, which has what of it is used here.
"""
import json
import os
import re
import sys

import jsonschema
import kubernetes_validate
import yaml

FOLDER = os.path.dirname(os.path.abspath(__file__))


def newest():
    root = os.path.join(os.path.dirname(kubernetes_validate.__file__), "kubernetes-json-schema")
    found = {tuple(map(int, match.groups())) for name in os.listdir(root)
             if (match := re.fullmatch(r"v(\d+)\.(\d+)\.\d+-local-strict", name))}
    return ["%d.%d" % version for version in sorted(found)[-3:]]


def closed(schema):
    """What a schema does not name is a mistake, and not thrown away as a server does."""
    if isinstance(schema, dict):
        if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
        for value in schema.values():
            closed(value)
    elif isinstance(schema, list):
        for value in schema:
            closed(value)
    return schema


def external_secret():
    path = os.environ.get("SFM_DEV_TEST_CRD")
    if not path:
        with open(os.path.join(FOLDER, "external_secret.json")) as file:
            return closed(json.load(file))
    with open(path) as file:
        versions = yaml.safe_load(file)["spec"]["versions"]
    schema = next(v for v in versions if v["name"] == "v1")["schema"]["openAPIV3Schema"]
    schema["properties"]["metadata"] = {"type": "object"}
    return closed(schema)


failed, count, versions = False, 0, newest()
for item in yaml.safe_load_all(sys.stdin):
    if item is None:
        continue
    count += 1
    try:
        if item["apiVersion"].startswith("external-secrets.io/"):
            jsonschema.validate(item, external_secret())
        else:
            for version in versions:
                kubernetes_validate.validate(item, version, strict=True)
    except jsonschema.ValidationError as error:
        failed = True
        print(f"{item['kind']} {item['metadata']['name']}: {'.'.join(map(str, error.path))}: {error.message}")
print(f"{count} objects, {len(versions)} versions")
sys.exit(failed)
