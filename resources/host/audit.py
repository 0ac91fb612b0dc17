"""The append-only log of everything that was done to the host, and who asked."""

import json
import os
import pwd

import clock
from folders import open_folder

FOLDER = "/var/log/switchyard"
NAME = "host.log"


class Asker:
    """Who asked: what polkit or sudo say of the user, what the caller says of the rest."""

    def __init__(self, verb, uid, door="", run="", label="", lease=None):
        self.verb, self.uid, self.door, self.run, self.label, self.lease = verb, uid, door, run, label, lease

    def user(self):
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def write(asker, action, target="", before=None, after=None, result="done", elapsed_ms=None, message=None):
    """One line. A log that cannot be written never keeps the host from being given back."""
    now = clock.epoch_ms()
    entry = {
        "at": clock.iso(now),
        "atMs": now,
        "verb": asker.verb,
        "lease": asker.lease,
        "uid": asker.uid,
        "user": asker.user(),
        "door": asker.door,
        "run": asker.run,
        "label": asker.label,
        "action": action,
        "target": target,
        "before": before,
        "after": after,
        "result": result,
        "elapsedMs": elapsed_ms,
        "message": message,
    }
    try:
        folder = open_folder(FOLDER, create_mode=0o755)
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(NAME, flags, 0o644, dir_fd=folder)
        finally:
            os.close(folder)
        try:
            os.fchmod(descriptor, 0o644)
            os.write(descriptor, (json.dumps(entry) + "\n").encode())
        finally:
            os.close(descriptor)
    except Exception:  # noqa: BLE001
        pass
