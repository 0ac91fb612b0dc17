"""Programs of the system that the helper runs, by absolute path, and with nothing of the caller's around them."""

import os
import select
import signal
import stat
import time

from errors import Refusal, UNAVAILABLE, UNSAFE

_CANDIDATES = {
    "mkswap": ("/usr/sbin/mkswap", "/sbin/mkswap"),
    "swapon": ("/usr/sbin/swapon", "/sbin/swapon"),
    "swapoff": ("/usr/sbin/swapoff", "/sbin/swapoff"),
    "busctl": ("/usr/bin/busctl", "/bin/busctl"),
    "systemctl": ("/usr/bin/systemctl", "/bin/systemctl"),
    "grep": ("/usr/bin/grep", "/bin/grep"),
    "sh": ("/usr/bin/sh", "/bin/sh"),
    "systemd-run": ("/usr/bin/systemd-run", "/bin/systemd-run"),
}

ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


def find(name):
    """The path of a tool, or None where it is not installed. Raises Refusal when somebody else could change it."""
    for path in _CANDIDATES[name]:
        try:
            info = os.stat(path)
        except FileNotFoundError:
            continue
        if info.st_uid != 0 or info.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise Refusal(f"{path} can be changed by others than root.", UNSAFE)
        return path
    return None


def need(name):
    path = find(name)
    if path is None:
        raise Refusal(f"{name} is not installed here.", UNAVAILABLE)
    return path


class Running:
    """A tool at work. Not of the module subprocess, whose import alone takes longer than most tools."""

    def __init__(self, name, arguments, fds):
        path = need(name)
        self.output = b""
        # Its exit code when it has ended; minus the number of the signal that ended it.
        self.code = None
        self._reader, writer = os.pipe()
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writer, 1),
            (os.POSIX_SPAWN_DUP2, writer, 2),
            *((os.POSIX_SPAWN_DUP2, descriptor, descriptor) for descriptor in fds),
        ]
        self._pid = os.posix_spawn(
            path,
            [path, *arguments],
            ENVIRONMENT,
            file_actions=actions,
            setsid=True,
            # Python ignores it, and the tool would inherit that.
            setsigdef=[signal.SIGPIPE],
        )
        os.close(writer)

    def has_ended(self, within=0):
        """Whether it has ended, which is waited for so many seconds."""
        until = time.monotonic() + within
        while self._reader is not None:
            if not select.select([self._reader], [], [], max(0, until - time.monotonic()))[0]:
                return False
            part = os.read(self._reader, 65536)
            self.output += part
            if not part:
                self._close()
        if self.code is None:
            self.code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return True

    def kill(self):
        os.kill(self._pid, signal.SIGKILL)

    def words(self):
        return self.output.decode("utf-8", "replace").strip()

    def _close(self):
        os.close(self._reader)
        self._reader = None


def start(name, arguments, fds=()):
    """Begins a tool, which keeps the descriptors `fds`."""
    return Running(name, arguments, fds)


def run(name, arguments, fds=(), timeout=60, meanwhile=None):
    """Exit code and output of a tool that ends by itself. `meanwhile` is called once it has begun."""
    process = start(name, arguments, fds)
    if meanwhile is not None:
        meanwhile()
    if not process.has_ended(timeout):
        process.kill()
        process.has_ended(1)
        raise Refusal(f"{name} did not answer within {timeout} s.", UNAVAILABLE)
    return process.code, process.words()


def has_systemd():
    return os.path.isdir("/run/systemd/system")
