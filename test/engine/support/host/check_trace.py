"""Reads what strace saw (`-f -y`), line by line from stdin, and writes to the file REPORT what was done outside of the helper's own.

What a program asks for counts, and where the kernel says that it led: links cannot hide it.
"""

import collections
import json
import os
import re
import sys

TOOLS = {
    "/usr/sbin/mkswap",
    "/usr/sbin/swapon",
    "/usr/sbin/swapoff",
    "/usr/bin/busctl",
    "/usr/bin/systemctl",
    "/usr/bin/systemd-run",
    "/usr/lib/switchyard/host/switchyard-host",
}
SWAP_FILE = r"/var/lib/switchyard/swap/switchyard-[a-z0-9-]+-\d+\.swap(?: ?\(deleted\))?"
WRITTEN = re.compile(
    rf"{SWAP_FILE}|/var/lib/switchyard/host/(?:lock|journal\.json\.new)|/var/log/switchyard/host\.log"
    r"|/dev/null|/proc/(?:self|\d+)/oom_score_adj|/proc/sys/vm/drop_caches"
)
OWN_DESCRIPTOR = re.compile(r"/proc/self/fd/\d+")
MADE = re.compile(r"/var/lib/switchyard(?:/host|/swap)?|/var/log/switchyard")
REMOVED = re.compile(SWAP_FILE)
RENAMED = re.compile(r"/var/lib/switchyard/host/journal\.json(?:\.new|\.broken-\d+)?")

TEXT = r'"((?:[^"\\]|\\.)*)"'
LINE = re.compile(r"(\d+) +(\w+)\((.*)")
UNFINISHED = re.compile(r"(\d+) +(.*?) <unfinished \.\.\.>$")
RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")
AT = re.compile(rf"(?:AT_FDCWD|\d+)<([^>]*)>, {TEXT}")
LED_TO = re.compile(r" = \d+<(.*)>$")
TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")

calls, executed, violations = collections.Counter(), collections.Counter(), []
# Half of a call, while others are in between.
begun = {}
is_first = True


def paths_of(arguments):
    relative = [os.path.normpath(os.path.join(folder, name)) for folder, name in AT.findall(arguments)]
    return relative or [os.path.normpath(name) for name in re.findall(TEXT, arguments)]


def is_allowed(call, arguments):
    paths = paths_of(arguments)
    if call in ("open", "openat", "openat2", "creat"):
        led_to = LED_TO.search(arguments)
        asked = all(WRITTEN.fullmatch(path) or OWN_DESCRIPTOR.fullmatch(path) for path in paths)
        return asked and (led_to is None or WRITTEN.fullmatch(led_to[1]) is not None)
    if call in ("mkdir", "mkdirat"):
        return all(MADE.fullmatch(path) for path in paths)
    if call in ("unlink", "unlinkat"):
        return all(REMOVED.fullmatch(path) for path in paths)
    if call in ("rename", "renameat", "renameat2"):
        return len(paths) == 2 and all(RENAMED.fullmatch(path) for path in paths)
    # swapon(8) looks up what the descriptor is called.
    if call in ("swapon", "swapoff"):
        return all(REMOVED.fullmatch(path) for path in paths)
    return False


def look_at(line):
    global is_first
    parts = LINE.match(line)
    if parts is None:
        return
    call, arguments = parts[2], parts[3]
    if call == "execve":
        path = re.search(TEXT, arguments)[1]
        # The first one is the program that sends the requests.
        if not is_first:
            executed[path] += 1
            if path not in TOOLS:
                violations.append(line[:400])
        is_first = False
        return
    if call.startswith("open") and not TO_WRITE.search(arguments):
        return
    calls[call] += 1
    if not is_allowed(call, arguments):
        violations.append(line[:400])


for text in sys.stdin.buffer:
    line = text.decode("utf-8", "replace").rstrip("\n")
    unfinished, resumed = UNFINISHED.match(line), RESUMED.match(line)
    if unfinished:
        begun[unfinished[1]] = line[: -len(" <unfinished ...>")]
    elif resumed:
        look_at(begun.pop(resumed[1], "") + resumed[2])
    else:
        look_at(line)
for line in begun.values():
    look_at(line)

with open(sys.argv[1], "w", encoding="utf-8") as report:
    json.dump({"calls": calls, "executed": executed, "violations": violations[:20], "violationCount": len(violations)}, report)
