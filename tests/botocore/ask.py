"""What botocore would ask a provider of credentials: one case on each line of the input as JSON, its request on each line of
the output.

The parts are botocore's own: the service models and their serializers, the endpoint rules, the signers.
"""

import json
import sys
from datetime import datetime, timezone

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest, prepare_request_dict
from botocore.credentials import Credentials
from botocore.endpoint_provider import EndpointProvider
from botocore.handlers import remove_bucket_from_url_paths_from_model
from botocore.model import ServiceModel
from botocore.serialize import create_serializer

loader = botocore.session.get_session().get_component("data_loader")
models = {name: ServiceModel(loader.load_service_model(name, "service-2")) for name in ("sts", "s3")}
rules = {
    name: EndpointProvider(loader.load_service_model(name, "endpoint-rule-set-1"), loader.load_data("partitions"))
    for name in models
}


def ask(case):
    service = case["service"]
    operation = models[service].operation_model(case["operation"])
    params = dict(case["params"])
    endpoint = resolve(service, case["region"], params)
    remove_bucket_from_url_paths_from_model(params, operation, {})
    serializer = create_serializer(models[service].metadata["protocol"])
    request = serializer.serialize_to_request(params, operation)
    prepare_request_dict(request, endpoint.url)
    [scheme, *_] = endpoint.properties.get("authSchemes", [{}])
    return {
        "method": request["method"],
        "url": request["url"],
        "headers": dict(request["headers"]),
        "body": request["body"] or None,
        "authorization": authorization(case, scheme.get("signingName", service)),
    }


def resolve(service, region, params):
    names = {"Region": region, "UseGlobalEndpoint": False, "UseFIPS": False, "UseDualStack": False}
    if service == "s3":
        names |= {"Bucket": params["Bucket"], "ForcePathStyle": False, "DisableS3ExpressSessionAuth": True}
        names |= {"Accelerate": False, "DisableMultiRegionAccessPoints": False}
    return rules[service].resolve_endpoint(**names)


def authorization(case, service):
    """How botocore signs the very request that was sent."""
    if "sent" not in case:
        return None
    sent = case["sent"]
    botocore.auth.get_current_datetime = lambda: datetime.fromtimestamp(case["date"], timezone.utc)
    signer = botocore.auth.S3SigV4Auth if case["service"] == "s3" else botocore.auth.SigV4Auth
    request = AWSRequest(sent["method"], sent["url"], sent["headers"], sent["body"].encode())
    signer(Credentials(**case["credentials"]), service, case["region"]).add_auth(request)
    return request.headers["Authorization"]


for line in sys.stdin:
    print(json.dumps(ask(json.loads(line))))
