"""What may be asked: a verb and its options, each once, enumerated or bounded. Nothing is looked at before this."""

import re

from errors import BAD_REQUEST, Refusal

# Names of the two leases by hand; no run can be called so.
SWAP_BY_HAND, GUARDS_BY_HAND = "swap-by-hand", "guards-by-hand"

_ID = re.compile(r"[a-z0-9-]{1,40}")
_RUN = re.compile(r"[A-Za-z0-9-]{0,40}")
_PLACE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_LABEL = re.compile(r"[ -~]{0,80}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


def _text(pattern, what, taken=()):
    def read(name, value):
        if not pattern.fullmatch(value) or value in taken:
            raise _wrong(name, what)
        return value

    return read


def _one_of(*values):
    def read(name, value):
        if value not in values:
            raise _wrong(name, " or ".join(values))
        return value

    return read


def _number(low, high, or_zero=False):
    def read(name, value):
        number = int(value) if _NUMBER.fullmatch(value) else -1
        if not (low <= number <= high or (or_zero and number == 0)):
            raise _wrong(name, f"a whole number from {low} to {high}{', or 0' if or_zero else ''}")
        return number

    return read


_lease = _text(_ID, "small letters, digits and -, at most 40")
_door = _one_of("desktop", "web", "cli")
_place = _text(_PLACE, "the name of a place")
# What root allows is in the configuration; this only keeps numbers small.
_most_mib = 16 * 1024 * 1024

VERBS = {
    "hold": {
        "id": _text(_ID, "small letters, digits and -, at most 40", taken=(SWAP_BY_HAND, GUARDS_BY_HAND)),
        "swap-mib": _number(64, _most_mib, or_zero=True),
        "place": _place,
        "guards": _one_of("pause", "leave"),
        "cache": _one_of("flush", "leave"),
        "limit-s": _number(1, 86400),
        "door": _door,
        "run": _text(_RUN, "letters, digits and -, at most 40"),
        "label": _text(_LABEL, "printable text, at most 80 characters"),
    },
    "restore": {"lease": _lease},
    "keep": {"lease": _lease},
    "swap-on": {"swap-mib": _number(64, _most_mib), "place": _place, "door": _door},
    "swap-off": {"door": _door},
    "guards-pause": {"door": _door},
    "guards-resume": {"door": _door},
    "flush": {"door": _door},
    "status": {},
    "version": {},
    # For the helper's own units; polkit has no action for these.
    "boot": {},
    "holder-gone": {"lease": _lease},
    "finish": {"lease": _lease},
}

# These change nothing, and need no root.
FOR_EVERYBODY = ("status", "version")

# The one verb with a choice: a lease, all of them, or those whose holder is gone.
_SWITCHES = {"restore": ("all", "orphans")}


def parse(arguments):
    """The verb and its options by name. Raises Refusal, which never repeats what the caller gave."""
    if not arguments or arguments[0] not in VERBS:
        raise Refusal(f"The verbs are {', '.join(VERBS)}.", BAD_REQUEST)
    verb, *rest = arguments
    readers = VERBS[verb]
    if len(rest) == 1 and rest[0] in [f"--{name}" for name in _SWITCHES.get(verb, ())]:
        return verb, {rest[0][2:]: True}
    options = {}
    if len(rest) > 2 * len(readers):
        raise Refusal(f"{verb} takes fewer options.", BAD_REQUEST)
    for index in range(0, len(rest), 2):
        name = rest[index][2:]
        if not rest[index].startswith("--") or name not in readers:
            known = ", ".join(f"--{each}" for each in readers) or "none"
            raise Refusal(f"{verb} knows these options: {known}.", BAD_REQUEST)
        if name in options:
            raise Refusal(f"--{name} can be given once.", BAD_REQUEST)
        if index + 1 >= len(rest):
            raise Refusal(f"--{name} needs a value.", BAD_REQUEST)
        options[name] = readers[name](name, rest[index + 1])
    missing = [name for name in readers if name not in options]
    if missing:
        raise Refusal(f"{verb} needs --{missing[0]}.", BAD_REQUEST)
    return verb, options


def _wrong(name, what):
    return Refusal(f"--{name} must be {what}.", BAD_REQUEST)
