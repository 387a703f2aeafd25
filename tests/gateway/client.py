"""Calls the gateway as botocore does, by presigned URLs and by itself. What came of it goes to the output, as JSON."""

import json
import sys
import urllib.error
import urllib.request

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key_id, secret_access_key = sys.argv[1:]
KEY = "botocore/ü b+c.txt"

client = botocore.session.get_session().create_client(
    "s3",
    region_name="auto",
    endpoint_url=endpoint,
    aws_access_key_id=access_key_id,
    aws_secret_access_key=secret_access_key,
    config=Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
    ),
)


def presigned(operation, method, params, body=None, headers={}):
    url = client.generate_presigned_url(operation, Params={"Bucket": "media", "Key": KEY, **params}, ExpiresIn=300)
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return [response.status, response.read().decode(), dict(response.headers)]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode(), dict(error.headers)]


def called(operation, **params):
    try:
        answer = getattr(client, operation)(Bucket="media", **params)
    except ClientError as error:
        return error.response["Error"]["Code"]
    body = answer.get("Body")
    return body.read().decode() if body else answer["ResponseMetadata"]["HTTPStatusCode"]


typed = {"ContentType": "text/x-python"}
put = presigned("put_object", "PUT", typed, b"by botocore", {"content-type": "text/x-python"})
print(
    json.dumps(
        {
            "put": put,
            "other type": presigned("put_object", "PUT", typed, b"other", {"content-type": "text/html"}),
            "get": presigned("get_object", "GET", {"ResponseContentType": "text/x-odd"}),
            "part": presigned("get_object", "GET", {}, headers={"range": "bytes=3-"}),
            "head": presigned("head_object", "HEAD", {}),
            "delete": presigned("delete_object", "DELETE", {}),
            "gone": presigned("get_object", "GET", {}),
            "its own put": called("put_object", Key=KEY, Body=b"own", Metadata={"a": "b"}),
            "its own get": called("get_object", Key=KEY),
            "its own range": called("get_object", Key=KEY, Range="bytes=1-1"),
            "its own head": called("head_object", Key=KEY),
            "its own condition": called("put_object", Key=KEY, Body=b"new", IfNoneMatch="*"),
            "its own tagging": called("put_object", Key=KEY, Body=b"new", Tagging="a=b"),
            "its own list": called("list_objects_v2"),
            "its own delete": called("delete_object", Key=KEY),
            "its own get of nothing": called("get_object", Key=KEY),
        }
    )
)
