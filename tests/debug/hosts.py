"""Which URLs botocore makes of buckets, access points and regions: as JSON, each with what it was made of."""

import itertools
import json

import botocore.session
from botocore.endpoint_provider import EndpointProvider

ACCOUNT = "123456789012"
KEY = "a/b c.txt"
# Of every partition, with what its ARNs begin with.
REGIONS = {
    "us-east-1": "aws", "eu-west-1": "aws", "ap-southeast-5": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov",
    "eusc-de-east-1": "aws-eusc", "us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b", "eu-isoe-west-1": "aws-iso-e",
    "us-isof-south-1": "aws-iso-f",
}
BUCKETS = ["media", "my.dotted.bucket", "name-s3alias", "media--use1-az4--x-s3", "point--usw2-az12--xa-s3"]
ARNS = ["s3:{r}:{a}:accesspoint/point", "s3-object-lambda:{r}:{a}:accesspoint/point",
        "s3-outposts:{r}:{a}:outpost/op-01234567890123456/accesspoint/point"]
FLAGS = ["UseFIPS", "UseDualStack", "Accelerate", "ForcePathStyle", "UseGlobalEndpoint", "UseS3ExpressControlEndpoint"]


def inputs():
    for region, partition in REGIONS.items():
        names = [(bucket, bucket) for bucket in BUCKETS]
        names += [(f"arn:{partition}:" + arn.format(r=region, a=ACCOUNT), "point") for arn in ARNS]
        names.append((f"arn:{partition}:s3::{ACCOUNT}:accesspoint:alias.mrap", "alias"))
        for (bucket, name), *flags in itertools.product(names, *[[False, True]] * len(FLAGS)):
            yield {"Region": region, "Bucket": bucket, **dict(zip(FLAGS, flags))}, name


def main():
    loader = botocore.session.Session().get_component("data_loader")
    rules = loader.load_service_model("s3", "endpoint-rule-set-1")
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    found = []
    for params, name in inputs():
        try:
            url = provider.resolve_endpoint(**params).url
        except Exception:
            continue  # what the rules refuse
        found.append({"url": url, "bucket": params["Bucket"], "name": name, "region": params["Region"]})
    print(json.dumps(list({entry["url"] + entry["bucket"]: entry for entry in found}.values())))


main()
