"""A Dagster UI that was started for a test, and how it is asked by GraphQL."""

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

from orchestration.commands.options import LOOPBACK

LOCATIONS = """query { workspaceOrError { ... on Workspace { locationEntries { name
  locationOrLoadError { __typename ... on RepositoryLocation { repositories { name jobs { name } } }
  ... on PythonError { message stack } } } } } }"""


class Server:
    """Dagster on a free port of the loopback: `start` gets that port and a stream for what it prints."""

    def __init__(self, start: Callable[[int, IO[str]], subprocess.Popen], log: Path):
        with socket.socket() as free:
            free.bind((LOOPBACK, 0))
            self.port = free.getsockname()[1]
        self.log = log
        self.process = start(self.port, log.open("w"))

    def ask(self, query: str, **variables):
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{self.port}/graphql", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["data"]

    def wait(self, ready, seconds: int):
        """The first true answer of `ready`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if answer := ready():
                    return answer
            except OSError:
                pass
            time.sleep(1)
        raise AssertionError(f"nothing after {seconds} s\n{self.log.read_text()[-5000:]}")
