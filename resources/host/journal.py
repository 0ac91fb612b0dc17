"""What is changed of the host, and for whom: written to disk before each change, one writer at a time.

    leases: ID -> who, since when, until when, and how far it is
    swaps:  FILE -> place, bytes, state (making | on | off), the leases that need it
    guards: NAME -> how it was paused, the leases that need it
"""

import contextlib
import fcntl
import json
import os
import re

import clock
from folders import JOURNAL, STATE, open_folder

NAME = os.path.basename(JOURNAL)
VERSION = 1

# Nothing else is ever removed as a swap file of ours.
SWAP_NAME = re.compile(r"switchyard-[a-z0-9-]{1,40}-[0-9]{1,4}\.swap")

_LEASE = {"id", "kind", "holder", "uid", "user", "door", "run", "label", "phase", "asked", "pending"}
_SWAP = {"place", "bytes", "state", "leases"}
_GUARD = {"method", "leases"}


class Journal:
    """The state under the lock. `save` puts it on disk; nothing may be changed of the host before that."""

    def __init__(self, folder, lock, state, broken):
        self._folder, self._state = folder, state
        # Kept open by a tool that must not be overtaken, even when the helper that runs it is killed.
        self.lock = lock
        # Where a journal went that could not be read; None when all is well.
        self.broken = broken

    @property
    def leases(self):
        return self._state["leases"]

    @property
    def swaps(self):
        return self._state["swaps"]

    @property
    def guards(self):
        return self._state["guards"]

    @property
    def is_of_this_boot(self):
        return self._state["boot"] == clock.boot_id()

    def begin_anew(self):
        self._state = empty()

    def save(self):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(NAME + ".new", flags, 0o644, dir_fd=self._folder)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(self._state, file)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        os.rename(NAME + ".new", NAME, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        os.fsync(self._folder)


def empty():
    return {"version": VERSION, "boot": clock.boot_id(), "leases": {}, "swaps": {}, "guards": {}}


@contextlib.contextmanager
def locked():
    """The journal, for one process at a time. A broken one is moved aside and begun anew."""
    folder = open_folder(STATE, create_mode=0o755)
    try:
        lock = os.open("lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state, broken = _load(folder)
            yield Journal(folder, lock, state, broken)
        finally:
            os.close(lock)
    finally:
        os.close(folder)


def read():
    """The state as anybody may read it, without the lock; empty when there is none or it is broken."""
    try:
        with open(JOURNAL, encoding="utf-8", errors="replace") as file:
            state = _parse(file.read())
    except OSError:
        state = None
    return state or empty()


def _load(folder):
    try:
        descriptor = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        return empty(), None
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        state = _parse(file.read())
    if state is not None:
        return state, None
    aside = f"{NAME}.broken-{clock.epoch_ms()}"
    os.rename(NAME, aside, src_dir_fd=folder, dst_dir_fd=folder)
    return empty(), f"{STATE}/{aside}"


def _parse(text):
    """None when it is no journal of this version."""
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return state if _is_sound(state) else None


def _is_sound(state):
    return (
        isinstance(state, dict)
        and state.get("version") == VERSION
        and isinstance(state.get("boot"), str)
        and all(isinstance(state.get(part), dict) for part in ("leases", "swaps", "guards"))
        and all(_has(lease, _LEASE) and _is_holder(lease["holder"]) for lease in state["leases"].values())
        and all(_has(each, _SWAP) and isinstance(each["leases"], list) for each in state["swaps"].values())
        and all(_has(each, _GUARD) and isinstance(each["leases"], list) for each in state["guards"].values())
        and all(path.startswith("/") and SWAP_NAME.fullmatch(path.rpartition("/")[2]) for path in state["swaps"])
    )


def _has(thing, keys):
    return isinstance(thing, dict) and keys <= thing.keys()


def _is_holder(holder):
    return holder is None or (_has(holder, {"pid", "start"}) and type(holder["pid"]) is int)
