"""`hold`: a lease for as long as the caller keeps our standard input open."""

import json
import os
import select
import signal
import sys

import audit
import clock
import journal
import lease
import processes
import tools
from errors import BAD_REQUEST, DONE, PENDING, Refusal

ENTRY = "/usr/lib/switchyard/host/switchyard-host"


def tell(**event):
    """One line for the app. An app that is gone does not matter."""
    try:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        pass


def quiet(**event):
    """For those who have nobody to tell."""


def in_unit(entry, uid, arguments):
    """Becomes a transient unit of systemd, which gives back what a killed helper leaves; does not return."""
    lease_id = arguments[arguments.index("--id") + 1]
    program = tools.need("systemd-run")
    os.execve(
        program,
        [
            program,
            "--pipe",
            "--collect",
            "--quiet",
            f"--unit=switchyard-lease-{lease_id}",
            f"--description=Host changes that Switchyard holds ({lease_id})",
            f"--property=ExecStopPost={entry} restore --lease {lease_id}",
            f"--setenv=SWITCHYARD_ASKED_BY={uid}",
            entry,
            *arguments,
        ],
        {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"},
    )


def hold(options, asker, has_unit):
    """Takes, waits, gives back. The exit code."""
    wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker)
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
        signal.signal(each, lambda *_: None)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    ends_guardian = quiet if has_unit else _start_guardian(asker)
    wanted = lease.Taken(
        options["id"],
        "run",
        lease.pid(),
        asker,
        limit_s=options["limit-s"],
        swap_mib=options["swap-mib"],
        place=options["place"],
        pause=options["guards"] == "pause",
        flush=options["cache"] == "flush",
    )
    until = clock.since_boot() + options["limit-s"]
    try:
        lease.take(wanted, tell)
    except Refusal as refusal:
        audit.write(asker, "refused", wanted.id, result="refused", message=refusal.message)
        tell(event="refused", message=refusal.message, code=refusal.code)
        ends_guardian()
        return refusal.code
    tell(event="held", lease=wanted.id, limitS=options["limit-s"])
    reason = _wait(wanted.id, wake, until)
    outcome = finish(wanted.id, asker, tell, wake)
    tell(event="released", outcome=outcome, reason=reason)
    ends_guardian()
    return DONE


def finish(lease_id, asker, say, wake=None):
    """Gives back, again and again until it is done or the operator wants to keep it."""
    while True:
        outcome = lease.give_back(lease_id, asker, say)
        if outcome != "pending":
            return outcome
        if wake is None:
            select.select([], [], [], lease.RETRY_S)
        else:
            select.select([wake], [], [], lease.RETRY_S)
            _drain(wake)


def finish_later(entry, lease_id):
    """Goes on with a pending restore in a process of its own."""
    if tools.has_systemd():
        tools.run(
            "systemd-run",
            ["--collect", "--quiet", f"--unit=switchyard-finish-{lease_id}", entry, "finish", "--lease", lease_id],
        )
        return
    if os.fork() != 0:
        return
    _leave()
    adopt(lease_id)
    finish(lease_id, audit.Asker("finish", 0, lease=lease_id), quiet)
    os._exit(DONE)


def adopt(lease_id):
    """Takes the place of a holder that is gone. False when there is no such lease, or somebody holds it."""
    with journal.locked() as state:
        found = state.state["leases"].get(lease_id)
        if found is None or processes.is_alive(found["holder"]):
            return False
        found["holder"] = lease.pid()
        state.save()
    return True


def _wait(lease_id, wake, until):
    """Why the lease ends."""
    stdin = sys.stdin.fileno()
    heard = b""
    while True:
        left = until - clock.since_boot()
        if left <= 0:
            return "time limit"
        ready, _, _ = select.select([stdin, wake], [], [], left)
        if wake in ready:
            signals = _drain(wake)
            if any(number != signal.SIGUSR1 for number in signals):
                return "signal"
            if journal.read()["leases"].get(lease_id, {}).get("asked") is not None:
                return "given back by hand"
        if stdin in ready:
            try:
                part = os.read(stdin, 64)
            except OSError:
                part = b""
            heard += part
            if not part:
                return "app gone"
            if b"\n" in heard or len(heard) >= 64:
                return "released" if heard.startswith(b"release\n") else "wrong request"


def _drain(wake):
    try:
        return os.read(wake, 512)
    except BlockingIOError:
        return b""


def _start_guardian(asker):
    """A second process, which gives back when this one is killed. Returns how to end it."""
    mine, ours = os.pipe2(os.O_CLOEXEC)
    holder = lease.pid()
    if os.fork() != 0:
        os.close(mine)
        return lambda: os.write(ours, b"d")
    os.close(ours)
    _leave(keep=mine)
    if os.read(mine, 1) != b"d":
        with journal.locked() as state:
            own = [each["id"] for each in state.state["leases"].values() if each["holder"] == holder]
        for lease_id in own:
            if adopt(lease_id):
                finish(lease_id, asker, quiet)
    os._exit(DONE)


def _leave(keep=None):
    """Lets go of everything that the app or a terminal could end or wait for."""
    os.setsid()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
        signal.signal(each, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        if descriptor > 2 and descriptor != keep:
            try:
                os.close(descriptor)
            except OSError:
                continue


def ask(lease_id, what):
    """Tells the holder of a lease what the operator wants. False when nobody holds it."""
    with journal.locked() as state:
        found = state.state["leases"].get(lease_id)
        if found is None:
            raise Refusal(f"There is no lease {lease_id}.", BAD_REQUEST)
        found["asked"] = what
        state.save()
        holder = found["holder"]
    if not processes.is_alive(holder):
        return False
    os.kill(holder["pid"], signal.SIGUSR1)
    return True


def wait_for(lease_id):
    """Waits until a holder has given back, or says that it cannot. The exit code."""
    until = clock.since_boot() + 60
    while clock.since_boot() < until:
        found = journal.read()["leases"].get(lease_id)
        if found is None or found["kind"] == "hand":
            return DONE
        if found["phase"] == "pending":
            return PENDING
        select.select([], [], [], 0.02)
    return PENDING
