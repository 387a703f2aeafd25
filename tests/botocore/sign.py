"""Presigns requests as botocore does: one on each line of the input as JSON, what came of it on each line of the output.

The parts are botocore's own: the S3 service model and its serializer, the endpoint rules, the signer.
"""

import json
import sys
from datetime import datetime, timezone
from urllib.parse import quote, urlencode

import botocore.auth
import botocore.session
from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.credentials import Credentials
from botocore.endpoint_provider import EndpointProvider
from botocore.handlers import handle_copy_source_param, remove_bucket_from_url_paths_from_model
from botocore.model import ServiceModel
from botocore.serialize import create_serializer

loader = botocore.session.get_session().get_component("data_loader")
model = ServiceModel(loader.load_service_model("s3", "service-2"))
serializer = create_serializer(model.metadata["protocol"], include_validation=False)
endpoints = EndpointProvider(loader.load_service_model("s3", "endpoint-rule-set-1"), loader.load_data("partitions"))


def presign(case):
    operation = model.operation_model(case["operation"])
    params, query, headers = parameters(operation, case)
    request = serializer.serialize_to_request(params, operation)
    request["query_string"].update(query)
    request["headers"].update(headers)
    request["body"] = b""  # nobody knows it yet: a presigned URL is made before there is one
    prepare_request_dict(request, endpoint(case, params.get("Bucket")))
    request = create_request_object(request)
    botocore.auth.get_current_datetime = lambda: datetime.fromtimestamp(case["date"], timezone.utc)
    credentials = Credentials(case["accessKeyId"], case["secretAccessKey"], case["sessionToken"])
    botocore.auth.S3SigV4QueryAuth(credentials, "s3", case["region"], case["expiresIn"]).add_auth(request)
    return {"method": request.method, "url": request.url, "headers": dict(request.headers)}


def parameters(operation, case):
    """The parameters of the operation, and what it has no parameter for: query and headers by their wire names."""
    params, query, headers = dict(case["params"]), dict(case["query"]), dict(case["headers"])
    for name, member in operation.input_shape.members.items():
        location, wire = member.serialization.get("location"), member.serialization.get("name")
        if location == "querystring" and wire in query:
            params[name] = query.pop(wire)
        if location == "header" and wire.lower() in headers:
            params[name] = headers.pop(wire.lower())
    if isinstance(params.get("Tagging"), dict):
        params["Tagging"] = urlencode(params["Tagging"], quote_via=quote, safe="")
    # What a client of botocore does before it serializes.
    handle_copy_source_param(params)
    remove_bucket_from_url_paths_from_model(params, operation, {})
    return params, query, headers


def endpoint(case, bucket):
    return endpoints.resolve_endpoint(
        Bucket=bucket,
        Region=case["region"],
        Endpoint=case["endpoint"],
        ForcePathStyle=case["addressingStyle"] == "path",
        UseGlobalEndpoint=False,
        UseFIPS=False,
        UseDualStack=False,
        Accelerate=False,
        DisableMultiRegionAccessPoints=False,
    ).url


for line in sys.stdin:
    print(json.dumps(presign(json.loads(line))))
