"""Runs many command lines of the AWS CLI in this one process, each with its own environment and at a fixed time.

Input: JSON, [{"argv": [...], "env": {...}, "now": "2026-11-24T12:00:00"}]; output: [{"status", "stdout", "stderr"}].
"""

import contextlib
import datetime
import io
import json
import os
import sys

import awscli.clidriver  # first: it puts its own botocore in place
import botocore.auth
import botocore.exceptions
import botocore.loaders
import botocore.session

# What the import above has set for itself.
DATA_PATH = os.environ["AWS_DATA_PATH"]
# The models of the services are the same for all: read once.
LOADER = botocore.loaders.create_loader(DATA_PATH)
botocore.session.create_loader = lambda search_path: LOADER


def run(argv, env, now):
    os.environ.clear()
    os.environ.update(env, AWS_DATA_PATH=DATA_PATH)
    fixed = datetime.datetime.fromisoformat(now)
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: fixed
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            status = awscli.clidriver.create_clidriver().main(argv)
        except botocore.exceptions.ConfigParseError as error:
            # It reads the files before it is ready to say what is wrong with them.
            status = print(error, file=sys.stderr) or 255
    return {"status": status, "stdout": stdout.getvalue(), "stderr": stderr.getvalue()}


json.dump([run(**case) for case in json.load(sys.stdin)], sys.stdout)
