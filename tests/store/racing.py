"""The process that forks publishers, given its orders: to be killed, or to race."""

import json
import os
import signal
import subprocess
import sys

from tests.conftest import ROOT
from tests.waiting import LIMIT

MANY = 5  # who publish or review at once


class Publishers:
    """The process that forks publishers."""

    def __init__(self):
        command = [sys.executable, "-m", "tests.store.publishers"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8")
        assert "ready" in self.heard()

    def order(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def heard(self):
        said = json.loads(self.process.stdout.readline())
        assert "failed" not in said, said["failed"]
        return said

    def heard_until_the_end(self):
        said = []
        while "ended" not in (line := self.heard()):
            said.append(line)
        return said

    def killed(self, moment, reports=0, **order):
        """Give an order and kill who carries it out, a moment after so many reports; returns all that was reported."""
        self.order(**order)
        started = self.heard()["started"]
        said = [self.heard() for _ in range(reports)]
        moment()
        try:
            os.kill(started, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it was done already
        return said + self.heard_until_the_end()

    def close(self):
        self.process.stdin.close()
        self.process.wait(LIMIT)
        self.process.stdout.close()
