"""Giving back until it is done: by this process, by a unit of systemd, or by a process in the background."""

import os
import signal

import audit
import holders
import lease
import processes
import tools
from errors import DONE, PENDING, Refusal
from signals import Signals

# A swapoff of a killed helper may still be at work, so the first retry comes soon; then each after twice the time.
_FIRST_RETRY_S, _RETRY_S = 0.1, 5


def finish(lease_id, asker, tell, signals):
    """Again and again. `restored` or `kept`; `pending` when this process shall end before that."""
    pause = _FIRST_RETRY_S
    while True:
        outcome = lease.give_back(lease_id, asker, tell)
        if outcome != "pending" or signals.ended:
            return outcome
        signals.wait(pause)
        pause = min(pause * 2, _RETRY_S)


def give_back_once(program, lease_id, asker, is_free=holders.is_orphan):
    """For a lease without a holder; what cannot be given back now goes on in the background. The exit code."""
    if not holders.adopt(lease_id, is_free):
        return DONE
    if lease.give_back(lease_id, asker) != "pending":
        return DONE
    holders.disown(lease_id)
    finish_later(program, lease_id)
    return PENDING


def finish_later(program, lease_id):
    """Gives back a lease without a holder, in a process that outlives this one and whoever started it."""
    if tools.has_systemd():
        unit = f"--unit=switchyard-finish-{lease_id}"
        try:
            code, _ = tools.run("systemd-run", ["--collect", "--quiet", unit, program, "finish", "--lease", lease_id])
        except Refusal:
            code = None
        if code == 0:
            return
    if os.fork() == 0:
        in_background(lambda: _adopt_and_finish(lease_id, audit.Asker("finish", 0, lease=lease_id), Signals()))


def start_guardian(holder, asker):
    """A second process, which gives back what `holder`, this process, leaves when it is killed. Returns how to end it."""
    reader, writer = os.pipe2(os.O_CLOEXEC)
    if os.fork() == 0:
        os.close(writer)
        in_background(lambda: _guard(reader, holder, asker), keep=reader)
    os.close(reader)

    def end():
        try:
            os.write(writer, b"d")
        except BrokenPipeError:  # it was killed itself
            pass

    return end


def in_background(work, keep=None):
    """Lets go of everything that the app or a terminal could end or wait for, works, and ends this process."""
    try:
        os.setsid()
        null = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        signal.set_wakeup_fd(-1)
        for name in os.listdir("/proc/self/fd"):
            if int(name) > 2 and int(name) != keep:
                try:
                    os.close(int(name))
                except OSError:  # the one that listed them
                    continue
        work()
    finally:
        os._exit(DONE)


def _guard(reader, holder, asker):
    signals = Signals()
    # One byte: it is done. None: the holder was killed; it lets go of its files a little before it is gone.
    if os.read(reader, 1):
        return
    processes.wait_for_end(holder)
    for lease_id in holders.held_by(holder):
        _adopt_and_finish(lease_id, asker, signals)


def _adopt_and_finish(lease_id, asker, signals):
    if holders.adopt(lease_id):
        finish(lease_id, asker, lease.quiet, signals)
