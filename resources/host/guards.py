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

_PROGRAMS = {"earlyoom": ("/usr/bin/earlyoom", "/usr/local/bin/earlyoom")}


def find():
    """What guards now: NAME -> how it can be paused, as the journal keeps it."""
    found = {}
    if tools.has_systemd():
        for name, units in UNITS.items():
            active = [unit for unit in units if is_active(unit)]
            if active:
                found[name] = {"method": "systemd", "units": active}
    else:
        for pid in _pids("earlyoom"):
            found["earlyoom"] = {"method": "signal", **processes.describe(pid)}
    return found


def pause(name, how):
    if how["method"] == "systemd":
        _systemctl("stop", [unit for unit in how["units"] if unit in UNITS[name]])
    elif processes.is_alive(how):
        os.kill(how["pid"], signal.SIGSTOP)


def resume(name, how):
    """As often as wanted. A process that has gone meanwhile was ended by somebody else, and stays so."""
    if how["method"] == "systemd":
        _systemctl("start", [unit for unit in how["units"] if unit in UNITS[name]])
    elif processes.is_alive(how):
        os.kill(how["pid"], signal.SIGCONT)


def resume_forgotten():
    """Without a journal: what is enabled but does not run was paused by us, as far as anybody can tell. Names."""
    resumed = []
    if tools.has_systemd():
        for name, units in UNITS.items():
            asleep = [unit for unit in units if _is_enabled(unit) and not is_active(unit)]
            if asleep:
                _systemctl("start", asleep)
                resumed.append(name)
    for pid in _pids("earlyoom"):
        if _state(pid) == b"T":
            os.kill(pid, signal.SIGCONT)
            resumed.append("earlyoom")
    return resumed


def is_active(unit):
    return tools.run("systemctl", ["is-active", "--quiet", unit])[0] == 0


def _is_enabled(unit):
    return tools.run("systemctl", ["is-enabled", "--quiet", unit])[0] == 0


def _systemctl(verb, units):
    code, output = tools.run("systemctl", [verb, *units], timeout=30)
    if code != 0:
        raise OSError(output or f"systemctl {verb} ended with {code}")


def _pids(name):
    """Root's processes of that program, whatever they call themselves."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            if os.stat(f"/proc/{entry}").st_uid == 0 and os.readlink(f"/proc/{entry}/exe") in _PROGRAMS[name]:
                yield int(entry)
        except OSError:
            continue


def _state(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0]
    except OSError:
        return b""
