"""What is changed of the host, and for whom: written to disk before each change, one writer at a time.

    leases: ID -> who, since when, until when, and how far it is
    swaps:  FILE -> place, bytes, state (making | on), the leases that need it
    guards: NAME -> how it was paused, the leases that need it
"""

import contextlib
import fcntl
import json
import os

import clock
from folders import open_folder

FOLDER = "/var/lib/switchyard/host"
NAME = "journal.json"
VERSION = 1


def empty():
    return {"version": VERSION, "boot": clock.boot_id(), "leases": {}, "swaps": {}, "guards": {}}


class Journal:
    """The state under the lock. `save` puts it on disk; nothing may be changed of the host before that."""

    def __init__(self, folder, state, broken):
        self._folder = folder
        self.state = state
        # Where a journal went that could not be read; None when all is well.
        self.broken = broken

    def save(self):
        descriptor = os.open(
            NAME + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644, dir_fd=self._folder
        )
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(self.state, file)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        os.rename(NAME + ".new", NAME, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        os.fsync(self._folder)


@contextlib.contextmanager
def locked():
    """The journal, for one process at a time. A broken one is moved aside and begun anew."""
    folder = open_folder(FOLDER, create_mode=0o755)
    try:
        lock = os.open("lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state, broken = _load(folder)
            yield Journal(folder, state, broken)
        finally:
            os.close(lock)
    finally:
        os.close(folder)


def read():
    """The state as anybody may read it, without the lock; empty when there is none or it is broken."""
    try:
        with open(f"{FOLDER}/{NAME}", encoding="utf-8") as file:
            state = json.load(file)
        return state if _is_sound(state) else empty()
    except (OSError, ValueError):
        return empty()


def _load(folder):
    try:
        descriptor = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        return empty(), None
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        try:
            state = json.load(file)
        except ValueError:
            state = None
    if _is_sound(state):
        return state, None
    aside = f"{NAME}.broken-{clock.epoch_ms()}"
    os.rename(NAME, aside, src_dir_fd=folder, dst_dir_fd=folder)
    return empty(), f"{FOLDER}/{aside}"


def _is_sound(state):
    return (
        isinstance(state, dict)
        and state.get("version") == VERSION
        and all(isinstance(state.get(part), dict) for part in ("leases", "swaps", "guards"))
        and isinstance(state.get("boot"), str)
        and all(
            isinstance(lease, dict) and {"id", "kind", "holder", "phase", "uid"} <= lease.keys()
            for lease in state["leases"].values()
        )
        and all(
            isinstance(thing, dict) and isinstance(thing.get("leases"), list)
            for part in ("swaps", "guards")
            for thing in state[part].values()
        )
    )
