"""Prints botocore's model of S3 as JSON: what of every operation stands in its request."""

import json

import botocore.session

LEVELS = {"/": "service", "/{Bucket}": "bucket", "/{Bucket}/{Key+}": "object"}


def described(operation):
    path, _, subresource = operation.http["requestUri"].partition("?")
    members = [(shape, shape.serialization.get("location"), name) for name, shape in inputs(operation)]
    required = operation.input_shape.required_members if operation.input_shape else []

    def at(place):
        return {shape.serialization["name"]: name in required for shape, where, name in members if where == place}

    return {
        "name": operation.name,
        "method": operation.http["method"],
        "level": LEVELS.get(path, path),
        "subresource": subresource,
        "query": at("querystring"),
        "headers": at("header"),
        "needsChecksum": bool(operation.http_checksum.get("requestChecksumRequired") or operation.http_checksum_required),
    }


def inputs(operation):
    return operation.input_shape.members.items() if operation.input_shape else []


model = botocore.session.get_session().get_service_model("s3")
print(json.dumps([described(model.operation_model(name)) for name in model.operation_names]))
