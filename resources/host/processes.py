"""Processes are known by number and start, for numbers are given out again."""

import os
import select
import signal


def describe(pid):
    """A process as the journal keeps it."""
    return {"pid": pid, "start": start_of(pid)}


def own():
    return describe(os.getpid())


def start_of(pid):
    """Ticks since boot at which a process was started, as text; None when there is no such process."""
    fields = _fields(pid)
    # A zombie has ended; its parent has only not looked yet.
    return None if not fields or fields[0] in (b"Z", b"X") else fields[19].decode()


def is_alive(process):
    return process is not None and start_of(process["pid"]) == process["start"]


def is_stopped(pid):
    return _fields(pid)[:1] == [b"T"]


def send(process, number):
    """Sends a signal. False when that process is gone: no other one that has got its number is ever meant."""
    try:
        handle = os.pidfd_open(process["pid"])
    except OSError:
        return False
    try:
        if not is_alive(process):
            return False
        signal.pidfd_send_signal(handle, number)
        return True
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)


def wait_for_end(process):
    """Returns when that process is gone."""
    try:
        handle = os.pidfd_open(process["pid"])
    except OSError:
        return
    try:
        if is_alive(process):
            select.select([handle], [], [])
    finally:
        os.close(handle)


def _fields(pid):
    """What stands after the name in /proc/PID/stat; nothing for a process that is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
