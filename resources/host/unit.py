"""The two transient units of systemd behind a lease.

The scope takes this process out of the session of whoever asked. The keeper is a service without a process, bound to the scope:
when nothing is left in that, however it came, PID 1 runs the keeper's last command, which gives back what is left.
"""

import os
import re
import time

import tools
from folders import JOURNAL

_MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")

# systemd may be busy with other things.
_WAIT_S = 5

# systemd keeps what it is told in a file, which it reads again after any update; quotes, $ and ; do not come back from there.
_PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def ask(program, lease_id):
    """Asks systemd for both, which takes a while; `has_entered` tells what came of it. None where there is nobody to ask."""
    if not tools.has_systemd() or tools.find("busctl") is None or not _PLAIN.fullmatch(program):
        return None
    return tools.start("busctl", ["--system", f"--timeout={_WAIT_S}", "--", "call", *_MANAGER, *_start_units(program, lease_id)])


def has_entered(lease_id, asked):
    """Whether this process lives in the scope now, and the keeper is there; that is waited for. `asked` comes from `ask`."""
    until = time.monotonic() + _WAIT_S
    if asked is None or not asked.has_ended(_WAIT_S) or asked.code != 0:
        return False
    # It answers when it has understood, and not when it is done.
    while not _is_in(_scope_of(lease_id)):
        if time.monotonic() > until:
            return False
        time.sleep(0.001)
    return True


def _scope_of(lease_id):
    return f"switchyard-lease-{lease_id}.scope"


def _is_in(name):
    """The kernel says so; an environment could be anybody's."""
    with open("/proc/self/cgroup", encoding="utf-8", errors="replace") as file:
        return any(line.rstrip("\n").endswith("/" + name) for line in file)


def _start_units(program, lease_id):
    """The call as busctl takes it. The keeper is there before the scope, and ends after it."""
    scope, keeper = _scope_of(lease_id), f"switchyard-keeper-{lease_id}.service"
    what = f"Host changes that Switchyard holds ({lease_id})"
    # After a good end the lease is not in the journal any more, and there is nothing to do.
    last = f"! {tools.need('grep')} -qsFe {lease_id} {JOURNAL} || exec {program} holder-gone --lease {lease_id}"
    command = [tools.need("sh"), "-c", last]
    in_scope = [
        *("Description", "s", what),
        *("CollectMode", "s", "inactive-or-failed"),
        *("PIDs", "au", "1", str(os.getpid())),
        *("Requires", "as", "1", keeper),
        *("After", "as", "1", keeper),
    ]
    in_keeper = [
        *("Description", "s", f"{what}: gives back what is left"),
        *("CollectMode", "s", "inactive-or-failed"),
        *("Type", "s", "oneshot"),
        *("RemainAfterExit", "b", "true"),
        *("BindsTo", "as", "1", scope),
        *("ExecStop", "a(sasb)", "1", command[0], str(len(command)), *command, "false"),
    ]
    method = ["StartTransientUnit", "ssa(sv)a(sa(sv))"]
    return [*method, scope, "fail", "5", *in_scope, "1", keeper, "6", *in_keeper]
