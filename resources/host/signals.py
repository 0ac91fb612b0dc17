"""Signals that come as something to wait for, so that none of them ends a process half-way."""

import os
import select
import signal

# The journal has something for the holder of a lease.
LOOK = signal.SIGUSR1
_END = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """`ended` tells whether somebody wants this process to end."""

    def __init__(self):
        self._reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writer)
        for number in (*_END, LOOK):
            signal.signal(number, lambda *_: None)
        self.ended = False

    def wait(self, seconds, descriptor=None):
        """Until a signal comes, a descriptor can be read, or the time is over. Whether it can be read."""
        watched = [self._reader] if descriptor is None else [self._reader, descriptor]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self._reader in ready:
            self.ended |= any(number in _END for number in os.read(self._reader, 512))
        return descriptor in ready
