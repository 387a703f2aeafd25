"""Presigns forms as botocore does: one on each line of the input as JSON, what came of it on each line of the output, with the
signature that botocore's signer makes of the policy that it was given.
"""

import json
import sys
from datetime import datetime, timezone
from functools import cache

import botocore.auth
import botocore.session
import botocore.signers
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

session = botocore.session.get_session()


@cache
def client(region, endpoint, style):
    s3 = {"addressing_style": style, "us_east_1_regional_endpoint": "regional"}
    config = Config(signature_version="s3v4", s3=s3, region_name=region)
    return session.create_client("s3", config=config, endpoint_url=endpoint, aws_access_key_id="", aws_secret_access_key="")


def presign(case):
    now = lambda: datetime.fromtimestamp(case["date"], timezone.utc)  # noqa: E731
    botocore.auth.get_current_datetime = botocore.signers.get_current_datetime = now
    credentials = Credentials(case["accessKeyId"], case["secretAccessKey"], case["sessionToken"])
    style = "virtual" if case["addressingStyle"] == "virtual-hosted" else "path"
    s3 = client(case["region"], case["endpoint"], style)
    s3._request_signer._credentials = credentials
    post = s3.generate_presigned_post(
        case["bucket"], case["key"], case["fields"], case["conditions"], case["expiresIn"]
    )
    signer = botocore.auth.S3SigV4PostAuth(credentials, "s3", case["region"])
    request = AWSRequest("POST", post["url"])
    request.context["timestamp"] = now().strftime(botocore.auth.SIGV4_TIMESTAMP)
    return post | {"signature": signer.signature(case["policy"], request)}


for line in sys.stdin:
    print(json.dumps(presign(json.loads(line))))
