"""What each verb does. Each returns an exit code, or raises Refusal."""

import collections
import json
import os

import audit
import cache
import configuration
import finishing
import guards
import hold
import holders
import journal
import lease
import processes
import recovery
import swap
import unit
from errors import BAD_REQUEST, DONE, PENDING, Refusal
from requests import GUARDS_BY_HAND, SWAP_BY_HAND
from signals import Signals

VERSION = "1"

# `program` is this one, `asked_unit` what `unit.ask` gave.
Call = collections.namedtuple("Call", "program options asker asked_unit signals")


def perform(program, verb, options, asked_by, asked_unit=None):
    """Does it, for the user of that number. The exit code. Raises Refusal, which then stands in the audit log."""
    if verb in _FOR_EVERYBODY:
        return _FOR_EVERYBODY[verb]()
    asker = audit.Asker(
        verb,
        asked_by,
        options.get("door", ""),
        options.get("run", ""),
        options.get("label", ""),
        options.get("id", options.get("lease")),
    )
    try:
        return _VERBS[verb](Call(program, options, asker, asked_unit, Signals()))
    except Refusal as refusal:
        audit.write(asker, "refused", verb, result="refused", message=refusal.message)
        raise


def _hold(call):
    try:
        recovery.recover(call.program, call.asker)
        has_unit = unit.has_entered(call.options["id"], call.asked_unit)
        return hold.hold(call.options, call.asker, has_unit, call.signals)
    except Refusal as refusal:
        hold.tell(event="refused", message=refusal.message, code=refusal.code)
        raise


def _restore(call):
    orphans = recovery.orphans_after_mending(call.asker)
    if "lease" in call.options:
        return _restore_one(call, call.options["lease"])
    chosen = orphans if "orphans" in call.options else list(journal.read()["leases"])
    return max([_restore_one(call, lease_id) for lease_id in chosen], default=DONE)


def _restore_one(call, lease_id):
    if holders.ask(lease_id, "restore"):
        return holders.wait_for(lease_id, call.signals)
    return finishing.give_back_once(call.program, lease_id, call.asker, is_free=holders.has_no_holder)


def _keep(call):
    lease_id = call.options["lease"]
    if journal.read()["leases"].get(lease_id, {}).get("phase") not in ("pending", "restoring"):
        raise Refusal(f"Nothing is pending for {lease_id}.", BAD_REQUEST)
    if holders.ask(lease_id, "keep"):
        return holders.wait_for(lease_id, call.signals)
    return finishing.give_back_once(call.program, lease_id, call.asker)


def _swap_on(call):
    return _by_hand(call, SWAP_BY_HAND, swap_mib=call.options["swap-mib"], place=call.options["place"])


def _guards_pause(call):
    return _by_hand(call, GUARDS_BY_HAND, pause=True)


def _by_hand(call, lease_id, swap_mib=0, place="default", pause=False):
    """A lease that needs no holder once it is taken: until it is taken back, or the machine is restarted."""
    recovery.recover(call.program, call.asker)
    if lease_id in journal.read()["leases"]:
        raise Refusal(f"It was done by hand already; take that back first ({lease_id}).", BAD_REQUEST)
    call.asker.lease = lease_id
    wanted = lease.Wanted(lease_id, "hand", processes.own(), call.asker, None, swap_mib, place, pause, False)
    lease.register(wanted)
    try:
        lease.change(wanted)
    except Refusal:
        if lease.give_back(lease_id, call.asker) == "pending":
            holders.disown(lease_id)
            finishing.finish_later(call.program, lease_id)
        raise
    return DONE


def _swap_off(call):
    return _back_by_hand(call, "swaps")


def _guards_resume(call):
    return _back_by_hand(call, "guards")


def _back_by_hand(call, part):
    """Everything of that part that is held by hand."""
    recovery.recover(call.program, call.asker)
    state = journal.read()
    held = {lease_id for each in state[part].values() for lease_id in each["leases"]}
    mine = [each["id"] for each in state["leases"].values() if each["kind"] == "hand" and each["id"] in held]
    return max([_restore_one(call, lease_id) for lease_id in mine], default=DONE)


def _flush(call):
    recovery.recover(call.program, call.asker)
    cache.flush(call.asker)
    return DONE


def _boot(call):
    chosen = recovery.orphans_after_mending(call.asker)
    codes = [finishing.give_back_once(call.program, lease_id, call.asker) for lease_id in chosen]
    return max(codes, default=DONE)


def _holder_gone(call):
    finishing.give_back_once(call.program, call.options["lease"], call.asker)
    return DONE


def _finish(call):
    if not holders.adopt(call.options["lease"]):
        return DONE
    outcome = finishing.finish(call.options["lease"], call.asker, lease.quiet, call.signals)
    return PENDING if outcome == "pending" else DONE


def _status():
    state = journal.read()
    try:
        found = guards.find()
    except (OSError, Refusal):
        found = None
    devices = swap.devices()
    answer = {
        "version": VERSION,
        "configuration": configuration.read_or_defaults(),
        "leases": state["leases"],
        "swaps": state["swaps"],
        "guards": state["guards"],
        "found": found,
        "devices": {path: {"bytes": total, "usedBytes": used} for path, (total, used) in devices.items()},
        "orphans": [each["id"] for each in state["leases"].values() if holders.is_orphan(each)],
    }
    return _say(json.dumps(answer))


def _version():
    return _say(VERSION)


def _say(line):
    data = (line + "\n").encode()
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:  # whoever would read it is gone
        pass
    return DONE


_FOR_EVERYBODY = {"status": _status, "version": _version}

_VERBS = {
    "hold": _hold,
    "restore": _restore,
    "keep": _keep,
    "swap-on": _swap_on,
    "swap-off": _swap_off,
    "guards-pause": _guards_pause,
    "guards-resume": _guards_resume,
    "flush": _flush,
    "boot": _boot,
    "holder-gone": _holder_gone,
    "finish": _finish,
}
