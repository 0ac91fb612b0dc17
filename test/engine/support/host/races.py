"""Asks the helper ROUNDS times for swap in places of a user who races. Prints one JSON object. Runs as root, under strace."""

import collections
import importlib.machinery
import importlib.util
import json
import os
import sys

HELPER = "/usr/lib/switchyard/host/switchyard-host"
rounds = int(sys.argv[1])

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(HELPER))
loader = importlib.machinery.SourceFileLoader("switchyard_host", HELPER)
helper = importlib.util.module_from_spec(importlib.util.spec_from_loader("switchyard_host", loader))
loader.exec_module(helper)
import verbs  # noqa: E402,F401

out, into = os.pipe()
codes, sentences = collections.Counter(), collections.Counter()
for number in range(rounds):
    place = ("own", "open")[number % 2]
    pid = os.fork()
    if pid == 0:
        os.dup2(into, 2)
        try:
            os._exit(helper.main(["swap-on", "--swap-mib", "64", "--place", place, "--door", "cli"]))
        finally:
            os._exit(99)
    codes[os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])] += 1
    sentences[os.read(out, 65536).decode()] += 1
print(json.dumps({"codes": codes, "sentences": sentences}))
