"""What root has set up: places for swap files, how much they may take, and how careful taking swap off is."""

import json
import os
import re
import stat

from errors import Refusal, UNAVAILABLE
from folders import open_folder

FOLDER = "/etc/switchyard"
NAME = "host.json"
DEFAULTS = {"swapPlaces": {"default": "/var/lib/switchyard/swap"}, "swapMaxMib": 131072, "swapoffReserveMib": 1024}


def read():
    """The configuration with its defaults. Raises Refusal when it is not what it must be."""
    text = _text()
    if text is None:
        return dict(DEFAULTS)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong("it is no JSON") from None
    if not isinstance(given, dict) or given.get("version") != 1:
        raise _wrong("its version is not 1")
    merged = {key: given.get(key, value) for key, value in DEFAULTS.items()}
    places = merged["swapPlaces"]
    if not isinstance(places, dict) or not all(
        re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", name) and isinstance(path, str) for name, path in places.items()
    ):
        raise _wrong("swapPlaces must map names to folders")
    for key in ("swapMaxMib", "swapoffReserveMib"):
        if type(merged[key]) is not int or merged[key] < 0:
            raise _wrong(f"{key} must be a whole number")
    return merged


def read_or_defaults():
    """Giving back must not fail because the configuration was broken meanwhile."""
    try:
        return read()
    except Refusal:
        return dict(DEFAULTS)


def _text():
    if not os.path.lexists(f"{FOLDER}/{NAME}"):
        return None
    folder = open_folder(FOLDER)
    try:
        # Without O_NONBLOCK a named pipe would be waited for.
        descriptor = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        raise _wrong(f"it cannot be opened ({error.strerror})") from None
    finally:
        os.close(folder)
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode) or info.st_uid != 0 or info.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise _wrong("it is no file that only root can change")
        return os.read(descriptor, 65536).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


def _wrong(why):
    return Refusal(f"{FOLDER}/{NAME} cannot be used: {why}.", UNAVAILABLE)
