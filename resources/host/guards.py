"""What ends processes when memory runs out: found, paused, resumed. The list is fixed; no caller names a unit."""

import os
import signal

import processes
import tools

# systemd-oomd is woken by its socket, so both are stopped.
UNITS = {
    "earlyoom": ("earlyoom.service",),
    "systemd-oomd": ("systemd-oomd.socket", "systemd-oomd.service"),
    "nohang": ("nohang.service",),
    "nohang-desktop": ("nohang-desktop.service",),
}

_ALL_UNITS = [unit for units in UNITS.values() for unit in units]
_EARLYOOM = ("/usr/bin/earlyoom", "/usr/local/bin/earlyoom")
_RUNNING = ("active", "activating", "reloading")


def find():
    """What guards now: NAME -> how it can be paused, as the journal keeps it."""
    if not tools.has_systemd():
        # One is enough on any machine; a second one would be in the way of the first.
        found = [processes.describe(pid) for pid in _pids() if not processes.is_stopped(pid)]
        return {"earlyoom": {"method": "signal", **found[0]}} if found else {}
    active = _active()
    running = {name: [unit for unit in units if unit in active] for name, units in UNITS.items()}
    return {name: {"method": "systemd", "units": units} for name, units in running.items() if units}


def pause(name, how):
    """Raises OSError when it cannot be done."""
    if how["method"] == "systemd":
        _systemctl("stop", _known(name, how))
    else:
        processes.send(how, signal.SIGSTOP)


def resume(name, how, meanwhile=None):
    """As often as wanted. What is gone meanwhile was ended or removed by somebody else, and stays so. Raises OSError.

    systemd takes its time; `meanwhile` is called while it is at work.
    """
    if how["method"] == "systemd":
        _start(_known(name, how), meanwhile)
    else:
        processes.send(how, signal.SIGCONT)


def resume_forgotten():
    """Without a journal: what is enabled but does not run was paused by us, as far as anybody can tell. Names."""
    resumed = []
    if tools.has_systemd():
        states = _states()
        for name, units in UNITS.items():
            asleep = [unit for unit in units if _is_asleep(states[unit])]
            if asleep:
                _start(asleep)
                resumed.append(name)
    for pid in _pids():
        if processes.is_stopped(pid) and processes.send(processes.describe(pid), signal.SIGCONT):
            resumed.append("earlyoom")
    return resumed


def _is_asleep(state):
    return state["UnitFileState"].startswith("enabled") and state["ActiveState"] not in _RUNNING


def _known(name, how):
    return [unit for unit in how["units"] if unit in UNITS.get(name, ())]


def _active():
    """Units that run. Unlike their properties, that is in systemd's memory, and no unit file is read for it."""
    options = ["--plain", "--full", "--no-legend", "--no-pager", f"--state={','.join(_RUNNING)}"]
    code, output = tools.run("systemctl", ["list-units", *options, *_ALL_UNITS])
    if code != 0:
        raise OSError(output or f"systemctl list-units ended with {code}")
    return {line.split()[0] for line in output.splitlines()}


def _states():
    """UNIT -> its properties."""
    wanted = ("LoadState", "ActiveState", "UnitFileState")
    _, output = tools.run("systemctl", ["show", f"--property={','.join(wanted)}", *_ALL_UNITS])
    blocks = [dict(line.partition("=")[::2] for line in block.splitlines()) for block in output.split("\n\n")]
    if len(blocks) != len(_ALL_UNITS) or not all(block.keys() == set(wanted) for block in blocks):
        raise OSError(output or "systemctl did not answer")
    return dict(zip(_ALL_UNITS, blocks))


def _start(units, meanwhile=None):
    try:
        _systemctl("start", units, meanwhile)
    except OSError:
        states = _states()
        left = [unit for unit in units if states[unit]["LoadState"] == "loaded"]
        # Paused and resumed too often in a short time: systemd starts it no more until it is told to forget that.
        _systemctl("reset-failed", left)
        _systemctl("start", left)


def _systemctl(verb, units, meanwhile=None):
    if not units:
        return
    code, output = tools.run("systemctl", [verb, *units], meanwhile=meanwhile)
    if code != 0:
        raise OSError(output or f"systemctl {verb} ended with {code}")


def _pids():
    """Root's earlyoom processes, whatever they call themselves; those in containers guard nothing of ours."""
    own = os.readlink("/proc/self/ns/pid")
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            is_roots = os.stat(f"/proc/{entry}").st_uid == 0
            if is_roots and os.readlink(f"/proc/{entry}/exe") in _EARLYOOM and os.readlink(f"/proc/{entry}/ns/pid") == own:
                yield int(entry)
        except OSError:  # ended meanwhile, or of the kernel's own
            continue
