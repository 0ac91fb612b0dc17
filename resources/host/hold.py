"""`hold`: a lease for as long as the caller keeps our standard input open."""

import json
import os
import select

import clock
import finishing
import journal
import lease
import processes
from errors import DONE, PENDING, Refusal

# A change of the journal that was not told is seen after so many seconds, and a limit that passed while the machine slept.
_LOOK_S = 10


def tell(**event):
    """One line for the app. An app that is gone, or does not read, is never waited for."""
    try:
        # What can be written to a pipe is a page at least, and no line is longer.
        if select.select([], [1], [], 0)[1]:
            os.write(1, (json.dumps(event, separators=(",", ":")) + "\n").encode())
    except OSError:
        pass


def hold(options, asker, has_unit, signals):
    """Takes, waits, gives back. The exit code. Raises Refusal when it could not be taken."""
    until = clock.since_boot() + options["limit-s"]
    wanted = lease.Wanted(
        id=options["id"],
        kind="run",
        holder=processes.own(),
        asker=asker,
        limit_s=options["limit-s"],
        swap_mib=options["swap-mib"],
        place=options["place"],
        pause=options["guards"] == "pause",
        flush=options["cache"] == "flush",
    )
    # It must be there before the journal says that there is something to give back.
    end_guardian = (lambda: None) if has_unit else finishing.start_guardian(wanted.holder, asker)
    try:
        lease.register(wanted)
    except Refusal:
        end_guardian()
        raise
    try:
        lease.change(wanted, tell, lambda: _is_wanted(signals))
    except Refusal:
        if lease.give_back(wanted.id, asker, tell) != "pending":
            end_guardian()
        raise
    tell(event="held", lease=wanted.id, limitS=options["limit-s"])
    reason = _wait(wanted.id, until, signals)
    outcome = finishing.finish(wanted.id, asker, tell, signals)
    tell(event="released", outcome=outcome, reason=reason)
    if outcome == "pending":
        # The guardian, or the unit, sees that this process has ended, and goes on.
        return PENDING
    end_guardian()
    return DONE


def _is_wanted(signals):
    """Whether the app still has the other end of our standard input, and nobody wants this process to end."""
    signals.wait(0)
    poll = select.poll()
    poll.register(0, 0)
    return not signals.ended and not poll.poll(0)


def _wait(lease_id, until, signals):
    """Why the lease ends."""
    heard = b""
    while True:
        left = until - clock.since_boot()
        if left <= 0:
            return "time limit"
        if signals.ended:
            return "signal"
        if journal.read()["leases"].get(lease_id, {}).get("asked") is not None:
            return "given back by hand"
        if not signals.wait(min(left, _LOOK_S), descriptor=0):
            continue
        part = _read()
        heard += part
        if not part:
            return "app gone"
        if b"\n" in heard or len(heard) >= 64:
            return "released" if heard == b"release\n" else "wrong request"


def _read():
    try:
        return os.read(0, 64)
    except OSError:
        return b""

