"""Sends hostile requests to the helper: COUNT of them, from SEED. Prints one JSON object with what came back.

Each runs the helper's own main(): those that it takes in a fork each, those that it refuses at once some in a row, and a few
as processes of their own.
Runs as root in a machine of the tests, under strace, which sees what is opened and executed.
"""

import collections
import gc
import importlib.machinery
import importlib.util
import json
import os
import random
import re
import signal
import sys

HELPER = "/usr/lib/switchyard/host/switchyard-host"
count, seed = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(HELPER))
loader = importlib.machinery.SourceFileLoader("switchyard_host", HELPER)
helper = importlib.util.module_from_spec(importlib.util.spec_from_loader("switchyard_host", loader))
loader.exec_module(helper)
import requests  # noqa: E402
import verbs  # noqa: E402,F401
from errors import Refusal  # noqa: E402

LEASES = ["a", "run-1", "swap-by-hand", "guards-by-hand", "x" * 40]
VALUES = {
    "id": LEASES[:2],
    "lease": LEASES,
    "swap-mib": ["0", "64", "65"],
    "place": ["default", "other"],
    "guards": ["pause", "leave"],
    "cache": ["leave"],
    "limit-s": ["1", "86400"],
    "door": ["desktop", "web", "cli"],
    "run": ["", "R-1"],
    "label": ["", "ai/sglang", "$HOME %h `id` \"'"],
}
NASTY = [
    "", " ", "-", "--", "--help", "-h", "..", "/", "../../etc/passwd", "/etc/shadow", "/dev/sda", "sshd.service", "*",
    "$(id)", "`id`", ";reboot", "|sh", "a\nb", "\t", "\x1b[31m", "\u202e", "\U0001f600", "\udcff\udcfe", "é" * 50,
    "-1", "+64", "064", "0x40", "64.0", "1e9", "６４", "99999999999999999999", "9" * 5000, "A" * 200_000, "%s%n", "{0}",
    "--lease", "--all", "--orphans", "--door", "default/..", "DEFAULT", "null", "None", "true", "\r\n", "root", "0",
]  # fmt: skip
# What changes the host takes time: only a few of those are as they should be.
COSTLY = {"hold", "swap-on", "guards-pause", "flush"}


def nasty():
    if chance.random() < 0.8:
        return chance.choice(NASTY)
    return bytes(chance.randrange(1, 256) for _ in range(chance.randrange(1, 30))).decode("utf-8", "surrogateescape")


def valid(verb):
    if verb == "restore" and chance.random() < 0.5:
        return [verb, chance.choice(["--all", "--orphans"])]
    return [verb, *(text for name in requests.VERBS[verb] for text in ("--" + name, chance.choice(VALUES[name])))]


def request():
    if chance.random() < 0.1:
        return [nasty() for _ in range(chance.randrange(0, 12))]
    verb = chance.choice(list(requests.VERBS))
    arguments = valid(verb)
    if chance.random() > (0.004 if verb in COSTLY else 0.05):
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(0, len(arguments))
            change = chance.randrange(0, 4)
            if change == 0:
                arguments[place] = nasty()
            elif change == 1:
                arguments.insert(place + 1, nasty())
            elif change == 2 and len(arguments) > 1:
                del arguments[place]
            else:
                arguments += arguments[place : place + 2]
        if verb in COSTLY:
            arguments.append(nasty())
    return arguments


HOSTILE = {
    "PATH": "/home/operator/bin",
    "LD_LIBRARY_PATH": "/home/operator",
    "PYTHONPATH": "/home/operator",
    "PYTHONHOME": "/home/operator",
    "PYTHONSTARTUP": "/home/operator/start.py",
    "PYTHONPYCACHEPREFIX": "/home/operator/cache",
    "TMPDIR": "/home/operator",
    "HOME": "/home/operator",
    "IFS": "/",
    "LC_ALL": "../../home/operator",
    "SUDO_UID": "../0",
    "PKEXEC_UID": "-1",
    "SWITCHYARD_ASKED_BY": "9" * 400,
    "SYSTEMD_PAGER": "/home/operator/pager",
}


def prepare(environment):
    """In the child: standard descriptors and what a hostile caller leaves around."""
    stdin = chance.randrange(0, 4)
    if stdin == 0:
        os.dup2(null, 0)
    elif stdin == 1:
        os.close(0)
    else:
        reader, writer = os.pipe()
        os.write(writer, bytes(chance.randrange(0, 256) for _ in range(chance.randrange(0, 200))) if stdin == 2 else b"release\n")
        os.close(writer)
        os.dup2(reader, 0)
    os.dup2(null, 1)
    os.dup2(errors_in, 2)
    if chance.random() < 0.1:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
        os.umask(0)
    if chance.random() < 0.1:
        os.chdir("/home/operator")
    os.environ.update(environment)


def some_of_hostile():
    return {name: value for name, value in HOSTILE.items() if chance.random() < 0.5}


def alone(arguments):
    """In a child: until the helper ends it."""
    own = chance.random() < 0.02 and all("\0" not in text and len(text) < 100_000 for text in arguments)
    prepare(some_of_hostile())
    if own:
        os.execv(HELPER, [HELPER, *(os.fsencode(text) for text in arguments)])
    os._exit(helper.main(arguments))


class Died(Exception):
    pass


def in_a_row(batch):
    """In a child: requests that change nothing, one after the other, in the same process."""

    def die(message, code):
        raise Died(message, code)

    helper.die = die
    os.dup2(errors_in, 2)
    for arguments in batch:
        os.environ.update(some_of_hostile())
        if chance.random() < 0.1:
            os.chdir("/home/operator")
        try:
            helper.main(arguments)
            code, said = 0, "nothing"
        except Died as death:
            code, said = death.args[1], f"switchyard-host: {death.args[0]}\n"
        if code != 64 or not SENTENCE.fullmatch(said) or os.environ or os.getcwd() != "/":
            os.write(2, (json.dumps([code, said[:500], [text[:60] for text in arguments]]) + "\n").encode())
    os._exit(0)


def is_refused_at_once(arguments):
    try:
        requests.parse(arguments)
    except Refusal:
        return True
    return False


def fork(work):
    """Exit code and what it wrote."""
    global running
    chance.seed(chance.random())
    running = os.fork()
    if running == 0:
        try:
            work()
        finally:
            os._exit(99)
    signal.setitimer(signal.ITIMER_REAL, 30)
    code = os.waitstatus_to_exitcode(os.waitpid(running, 0)[1])
    signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        return code, os.read(errors_out, 65536).decode("utf-8", "replace")
    except BlockingIOError:
        return code, ""


def too_long(*_):
    global stuck
    stuck += 1
    os.kill(running, signal.SIGKILL)


SENTENCE = re.compile(r"switchyard-host: [^\n]{3,400}\.\n")
gc.disable()
gc.freeze()
null = os.open("/dev/null", os.O_RDWR)
errors_out, errors_in = os.pipe()
os.set_blocking(errors_out, False)
codes, wrong, stuck, running = collections.Counter(), [], 0, 0
signal.signal(signal.SIGALRM, too_long)

batch = []
for number in range(count):
    arguments = request()
    if is_refused_at_once(arguments) and chance.random() < 0.98:
        batch.append(arguments)
    else:
        code, said = fork(lambda: alone(arguments))
        codes[code] += 1
        if code not in (0, 64, 69, 73, 75, 77) or (said != "" if code in (0, 75) else not SENTENCE.fullmatch(said)):
            wrong.append([code, said[:500], [text[:60] for text in arguments]])
    if len(batch) == 50 or (batch and number == count - 1):
        code, said = fork(lambda: in_a_row(batch))
        codes[64] += len(batch)
        wrong += [json.loads(line) for line in said.splitlines()] + ([[code, said, "in a row"]] if code else [])
        batch = []

print(json.dumps({"codes": codes, "wrong": wrong[:10], "wrongCount": len(wrong), "stuck": stuck}))
