"""Kills apps and helpers at every step of a lease, and looks whether the host comes back. Runs as root in a machine of the tests.

    faults.py SCENARIO ROUNDS

Prints one JSON object: how many rounds, milliseconds until the restoring began and until all was as before, and what did not.
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time

HELPER = "/usr/lib/switchyard/host/switchyard-host"
JOURNAL = "/var/lib/switchyard/host/journal.json"
PLACE = "/var/lib/switchyard/swap"
DEADLINE_S = 20
scenario, rounds = sys.argv[1], int(sys.argv[2])

SPAWNED, REGISTERED, HELD = "spawned", "registered", "held"
TAKING = ["swap doing", "swap done", "guards doing", "guards done", "cache doing", "cache done"]
GIVING = ["guards restoring", "guards restored", "swap restoring"]


class App:
    """A process of an operator: it holds the pipes of the helper, tells us what that says, and does what we say."""

    def __init__(self, lease, cache="leave"):
        self.lease = lease
        told, tell = os.pipe()
        heard, self._say = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._say)
            os.setsid()
            live(lease, cache, heard, tell)
        os.close(tell)
        os.close(heard)
        self._told, self._rest, self.holder = told, b"", None

    def say(self, line):
        os.write(self._say, line)

    def until(self, point):
        """Waits for a point in the life of the lease."""
        if point == SPAWNED:
            return
        if point == REGISTERED:
            wait(lambda: lease_of(self.lease), "the lease is in the journal")
            self.holder = lease_of(self.lease)["holder"]["pid"]
            return
        if point in GIVING:
            self.until(HELD)
            self.say(b"release\n")
        while True:
            event = json.loads(self._line(point))
            self.holder = self.holder or lease_of(self.lease)["holder"]["pid"]
            if point in (event["event"], f"{event.get('step')} {event.get('state')}"):
                return
            if event["event"] in ("refused", "released"):
                raise RuntimeError(f"{event} instead of {point}")

    def _line(self, point):
        while b"\n" not in self._rest:
            if not select.select([self._told], [], [], DEADLINE_S)[0]:
                raise RuntimeError(f"nothing was said for {DEADLINE_S} s before {point}")
            part = os.read(self._told, 65536)
            if not part:
                raise RuntimeError(f"the app ended before {point}")
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def bury(self):
        os.waitpid(self.pid, 0)
        os.close(self._told)
        os.close(self._say)


def live(lease, cache, heard, tell):
    """The app itself; ends with its helper."""
    options = f"--id {lease} --swap-mib 64 --place default --guards pause --cache {cache} --limit-s 600 --door cli --run R-1"
    command = [HELPER, "hold", *options.split(), "--label", "faults"]
    helper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = helper.stdout.fileno()
    while True:
        ready, _, _ = select.select([heard, output], [], [])
        if heard in ready:
            helper.stdin.write(os.read(heard, 100))
            helper.stdin.flush()
        if output in ready:
            part = os.read(output, 65536)
            if not part:
                os._exit(helper.wait())
            os.write(tell, part)


def wait(is_so, what):
    until = time.monotonic() + DEADLINE_S
    while not is_so():
        if time.monotonic() > until:
            raise RuntimeError(f"it is not so after {DEADLINE_S} s: {what}; {describe()}")
        time.sleep(0.001)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def files():
    return os.listdir(PLACE) if os.path.isdir(PLACE) else []


def lease_of(lease):
    text = read(JOURNAL)
    return json.loads(text)["leases"].get(lease) if text else None


def processes():
    """PID -> (state, command line)."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            state = read(f"/proc/{name}/stat").rpartition(")")[2].split()[:1]
            if state and state[0] not in "ZX":
                found[int(name)] = (state[0], read(f"/proc/{name}/cmdline").replace("\0", " "))
    return found


def describe():
    helpers = [line for _, line in processes().values() if "switchyard-host" in line]
    return {"journal": read(JOURNAL), "swaps": read("/proc/swaps"), "files": files(), "helpers": helpers}


def has_begun(lease):
    found = lease_of(lease)
    return found is None or found["phase"] in ("restoring", "pending")


def is_as_before(leases):
    """Neither lease nor swap nor file nor process is left of them, and earlyoom guards."""
    running = processes().values()
    return (
        any(state != "T" and "earlyoom" in line.split(" ")[0] for state, line in running)
        and not any(HELPER in line and lease in line for _, line in running for lease in leases)
        and not any(lease_of(lease) for lease in leases)
        and not any(f"switchyard-{lease}-" in read("/proc/swaps") for lease in leases)
        and not any(f"switchyard-{lease}-" in name for name in files() for lease in leases)
    )


def ms_since(moment):
    return round((time.monotonic() - moment) * 1000, 1)


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:  # it was about to end by itself
        pass


def helpers_of(lease):
    """Holder and guardian."""
    return [pid for pid, (_, line) in processes().items() if HELPER in line and f"--id {lease} " in line]


def app_killed(app):
    app.kill()


def helper_killed(app):
    kill(app.holder)


def both_killed(app):
    app.kill()
    kill(app.holder)


def all_killed(app):
    """Nobody is left who could give it back by itself: the next call of the helper does."""
    app.kill()
    for pid in helpers_of(app.lease):
        kill(pid)


def one_fault(number, point, strike, calls=False):
    """A lease that is struck at a point."""
    lease = f"fault-{os.getpid()}-{number}"
    app = App(lease, "flush" if point.startswith("cache") else "leave")
    app.until(point)
    strike(app)
    struck = time.monotonic()
    if calls:
        time.sleep(0.02)
        struck = time.monotonic()
        subprocess.run([HELPER, "restore", "--orphans"], check=True)
    if point not in (SPAWNED, *GIVING):
        wait(lambda: has_begun(lease), f"restoring has begun after {point}")
        begins.append(ms_since(struck))
    wait(lambda: is_as_before([lease]), f"all is as before after {point}")
    ends.append(ms_since(struck))
    app.kill()
    app.bury()


def two_holders(number):
    """Two leases over the same swap and guards: the first to go changes nothing for the second."""
    leases = [f"fault-{os.getpid()}-{number}-{name}" for name in "ab"]
    apps = [App(lease) for lease in leases]
    for app in apps:
        app.until(HELD)
    journal = json.loads(read(JOURNAL))
    if [sorted(each["leases"]) for each in journal["guards"].values()] != [leases]:
        raise RuntimeError(f"the guards are not shared: {describe()}")
    random.shuffle(apps)
    first, second = apps
    strike = random.choice([app_killed, helper_killed, lambda app: app.say(b"release\n")])
    strike(first)
    wait(lambda: not lease_of(first.lease), "the first is given back")
    if not any(state == "T" and "earlyoom" in line for state, line in processes().values()) and any(
        "earlyoom" in line.split(" ")[0] for _, line in processes().values()
    ):
        raise RuntimeError(f"earlyoom was resumed too early: {describe()}")
    if "switchyard-fault-" not in read("/proc/swaps"):
        raise RuntimeError(f"swap was taken off too early: {describe()}")
    strike = random.choice([app_killed, helper_killed, lambda app: app.say(b"release\n")])
    strike(second)
    struck = time.monotonic()
    wait(lambda: has_begun(second.lease), "restoring has begun")
    begins.append(ms_since(struck))
    wait(lambda: is_as_before(leases), "all is as before")
    ends.append(ms_since(struck))
    for app in apps:
        app.kill()
        app.bury()


KILLS = {"app": app_killed, "helper": helper_killed, "both": both_killed, "all": all_killed}
POINTS = {
    "app": [SPAWNED, REGISTERED, *TAKING, HELD, *GIVING],
    "helper": [REGISTERED, *TAKING, HELD, *GIVING],
    "both": [REGISTERED, *TAKING, HELD, *GIVING],
    "all": [REGISTERED, *TAKING, HELD, *GIVING],
}

begins, ends, failures, number = [], [], [], 0
random.seed(scenario)
points = POINTS.get(scenario, ["two"])
for point in points:
    for _ in range(rounds):
        number += 1
        try:
            if scenario == "two":
                two_holders(number)
            else:
                one_fault(number, point, KILLS[scenario], calls=scenario == "all")
        except (RuntimeError, OSError, subprocess.SubprocessError, KeyError, TypeError) as error:
            failures.append(f"{point}: {type(error).__name__}: {error}")
            subprocess.run([HELPER, "restore", "--all"], check=False)
print(json.dumps({"rounds": number, "points": len(points), "begins": begins, "ends": ends, "failures": failures}))
