"""Times: the wall clock for people, the time since boot for limits, which no change of the clock moves."""

import time


def epoch_ms():
    return int(time.time() * 1000)


def since_boot():
    """Seconds, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def ms_since(moment):
    """Whole milliseconds since a moment that `since_boot` gave."""
    return int((since_boot() - moment) * 1000)


def iso(epoch):
    moment = time.gmtime(epoch // 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", moment) + f".{epoch % 1000:03d}Z"


def boot_id():
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()
