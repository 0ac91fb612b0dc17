"""Programs of the system that the helper runs, by absolute path, and with nothing of the caller's around them."""

import os
import stat

from errors import Refusal, UNAVAILABLE, UNSAFE

_CANDIDATES = {
    "mkswap": ("/usr/sbin/mkswap", "/sbin/mkswap"),
    "swapon": ("/usr/sbin/swapon", "/sbin/swapon"),
    "swapoff": ("/usr/sbin/swapoff", "/sbin/swapoff"),
    "systemctl": ("/usr/bin/systemctl", "/bin/systemctl"),
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


def start(name, arguments, fds=()):
    """Begins a tool, which keeps the descriptors `fds`; its output is read from the returned process."""
    # Dear, and not needed by the process that only becomes a unit.
    import subprocess

    return subprocess.Popen(
        [need(name), *arguments],
        env=ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=fds,
        start_new_session=True,
    )


def run(name, arguments, fds=(), timeout=60):
    """Exit code and output of a tool that ends by itself."""
    from subprocess import TimeoutExpired

    process = start(name, arguments, fds)
    try:
        output, _ = process.communicate(timeout=timeout)
    except TimeoutExpired:
        process.kill()
        process.communicate()
        raise Refusal(f"{name} did not answer within {timeout} s.", UNAVAILABLE) from None
    return process.returncode, output.decode("utf-8", "replace").strip()


def has_systemd():
    return os.path.isdir("/run/systemd/system")
