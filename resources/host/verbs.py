"""What each verb does. Each returns an exit code."""

import json

import audit
import configuration
import guards
import hold
import journal
import lease
import processes
import swap
from errors import BAD_REQUEST, DONE, PENDING, Refusal

VERSION = "1"


def restore(entry, options, asker):
    with journal.locked() as state:
        lease.mend(state, asker, lease.configuration_or_default())
        known = state.state["leases"]
        if "lease" in options:
            chosen = [options["lease"]] if options["lease"] in known else []
        elif "orphans" in options:
            chosen = lease.orphans(state.state)
        else:
            chosen = list(known)
    codes = [_restore_one(entry, lease_id, asker) for lease_id in chosen]
    return max(codes, default=DONE)


def _restore_one(entry, lease_id, asker):
    if hold.ask(lease_id, "restore"):
        return hold.wait_for(lease_id)
    if lease.give_back(lease_id, asker, hold.quiet) != "pending":
        return DONE
    hold.finish_later(entry, lease_id)
    return PENDING


def finish(options, asker):
    if hold.adopt(options["lease"]):
        hold.finish(options["lease"], asker, hold.quiet)
    return DONE


def keep(options, asker):
    if journal.read()["leases"].get(options["lease"], {}).get("phase") != "pending":
        raise Refusal(f"Nothing is pending for {options['lease']}.", BAD_REQUEST)
    if hold.ask(options["lease"], "keep"):
        return hold.wait_for(options["lease"])
    lease.give_back(options["lease"], asker, hold.quiet)
    return DONE


def by_hand(name, options, asker):
    """`swap-on` and `guards-pause`: a lease without a holder, until it is taken back or the machine is restarted."""
    taken = [each for each in journal.read()["leases"] if each == name]
    if taken:
        raise Refusal(f"It was done by hand already; take it back first ({name}).", BAD_REQUEST)
    asker.lease = name
    lease.take(
        lease.Taken(
            name,
            "hand",
            None,
            asker,
            swap_mib=options.get("swap-mib", 0),
            place=options.get("place", "default"),
            pause=name == "guards-by-hand",
        ),
        hold.quiet,
    )
    return DONE


def back_by_hand(entry, part, asker):
    """`swap-off` and `guards-resume`: everything of that part that is held by hand."""
    with journal.locked() as state:
        things = state.state["swaps" if part == "swap" else "guards"].values()
        held = {each for thing in things for each in thing["leases"]}
        own = [each["id"] for each in state.state["leases"].values() if each["kind"] == "hand" and each["id"] in held]
    codes = [_restore_one(entry, lease_id, asker) for lease_id in own]
    return max(codes, default=DONE)


def boot(entry, asker):
    with journal.locked() as state:
        lease.mend(state, asker, lease.configuration_or_default())
    return restore(entry, {"orphans": True}, asker)


def status():
    state = journal.read()
    answer = {
        "version": VERSION,
        "configuration": lease.configuration_or_default(),
        "leases": state["leases"],
        "swaps": state["swaps"],
        "guards": state["guards"],
        "found": guards.find(),
        "devices": {path: {"bytes": total, "usedBytes": used} for path, (total, used) in swap.devices().items()},
        "orphans": [
            each["id"] for each in state["leases"].values() if each["kind"] == "run" and not processes.is_alive(each["holder"])
        ],
    }
    print(json.dumps(answer))
    return DONE


def flush(asker):
    lease.flush(asker)
    return DONE


def refuse_bad_configuration():
    configuration.read()


def record_refusal(asker, refusal):
    audit.write(asker, "refused", asker.verb, result="refused", message=refusal.message)
