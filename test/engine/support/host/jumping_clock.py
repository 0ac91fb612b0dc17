"""The helper with a wall clock that jumps: seconds that a file says are added to it. Arguments as the helper's."""

import sys
import time

HELPER = "/usr/lib/switchyard/host/switchyard-host"
wall_clock = time.time


def jumping():
    with open("/run/clock-jump", encoding="ascii") as file:
        return wall_clock() + int(file.read())


time.time = jumping
sys.path.insert(0, "/usr/lib/switchyard/host")
import requests
import verbs

sys.exit(verbs.perform(HELPER, *requests.parse(sys.argv[1:]), 0))
