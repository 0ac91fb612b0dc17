"""What root has set up: places for swap files and the most that they may take."""

import json
import os
import re

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
    except ValueError:
        raise _wrong("it is no JSON") from None
    if not isinstance(given, dict) or given.get("version") != 1:
        raise _wrong("its version is not 1")
    merged = {**DEFAULTS, **{key: value for key, value in given.items() if key in DEFAULTS}}
    places = merged["swapPlaces"]
    if not isinstance(places, dict) or not all(
        re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", name) and isinstance(path, str) for name, path in places.items()
    ):
        raise _wrong("swapPlaces must map names to folders")
    for key in ("swapMaxMib", "swapoffReserveMib"):
        if type(merged[key]) is not int or merged[key] < 0:
            raise _wrong(f"{key} must be a whole number")
    return merged


def _text():
    try:
        folder = open_folder(FOLDER)
    except Refusal:
        if not os.path.lexists(f"{FOLDER}/{NAME}"):
            return None
        raise
    try:
        descriptor = os.open(NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        return None
    finally:
        os.close(folder)
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read(65536)


def _wrong(why):
    return Refusal(f"{FOLDER}/{NAME} cannot be used: {why}.", UNAVAILABLE)
