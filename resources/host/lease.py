"""Leases: taking host changes for somebody, and giving back only what nobody else needs.

The journal is on disk before each change, and every step of giving back can be done again.
"""

import collections

import audit
import cache
import clock
import held_guards
import held_swap
import journal
import swap
from errors import BAD_REQUEST, Refusal, UNAVAILABLE

# What a caller wants to hold: `kind` is run or hand, `holder` the process without which it is given back.
Wanted = collections.namedtuple("Wanted", "id kind holder asker limit_s swap_mib place pause flush")


def quiet(**event):
    """For those who have nobody to tell."""


def register(wanted):
    """Enters the lease into the journal; nothing is changed yet. Raises Refusal."""
    if wanted.swap_mib:
        held_swap.check(wanted)
    with journal.locked() as book:
        if wanted.id in book.leases:
            raise Refusal(f"There is a lease {wanted.id} already.", BAD_REQUEST)
        book.leases[wanted.id] = describe(wanted)
        book.save()


def change(wanted, tell=quiet, is_wanted=lambda: True):
    """Makes the changes, in order. Raises Refusal; then the caller gives back what was changed until then."""
    if wanted.swap_mib:
        _step("swap", tell, is_wanted, lambda: held_swap.take(wanted))
    if wanted.pause:
        _step("guards", tell, is_wanted, lambda: held_guards.take(wanted))
    if wanted.flush:
        _step("cache", tell, is_wanted, lambda: cache.flush(wanted.asker))
    with journal.locked() as book:
        lease = book.leases.get(wanted.id)
        if lease is None or lease["asked"] is not None:
            raise Refusal("It was given back by hand meanwhile.", UNAVAILABLE)
        lease["phase"] = "held"
        if wanted.kind == "hand":
            lease["holder"] = None
        book.save()
    audit.write(wanted.asker, "lease taken", wanted.id)


def give_back(lease_id, asker, tell=quiet):
    """One attempt: `restored`, `kept`, or `pending` with the reason in the journal. As often as wanted."""
    with journal.locked() as book:
        lease = book.leases.get(lease_id)
        if lease is None:
            return "restored"
        asker = _for_whom(asker, lease)
        if lease["phase"] != "pending":
            lease["phase"] = "restoring"
            book.save()
        own = held_swap.own(book, lease_id)
        leaving = {}

        def begin_with_swap():
            # Only the first: whether there is room for the next one is known when this is off.
            if own and not leaving and lease["asked"] != "keep":
                try:
                    leaving[own[0]] = held_swap.begin_to_give(book, lease_id, own[0])
                except Refusal:  # it comes again below, where it is not taken for a failure of the guards
                    pass

        failure = held_guards.give(book, lease_id, asker, tell, begin_with_swap)
        if own and failure is None and lease["asked"] == "keep":
            return _keep(book, lease, asker)
        book.save()
    reasons = [held_swap.give(lease_id, path, asker, tell, leaving.get(path)) for path in own]
    if failure is not None:
        nothing = {"usedBytes": 0, "neededBytes": 0, "availableBytes": swap.memory()["MemAvailable"]}
        reasons.append({"reason": failure, **nothing})
    why = next(filter(None, reasons), None)
    with journal.locked() as book:
        lease = book.leases.get(lease_id)
        if lease is None:
            return "restored"
        if why is not None:
            return _pend(book, lease, why, asker, tell)
        held_swap.forget(book, lease_id)
        del book.leases[lease_id]
        book.save()
    audit.write(asker, "lease released", lease_id)
    return "restored"


def describe(wanted):
    """A lease as the journal keeps it."""
    asker = wanted.asker
    return {
        "id": wanted.id,
        "kind": wanted.kind,
        "holder": wanted.holder,
        "uid": asker.uid,
        "user": asker.user(),
        "door": asker.door,
        "run": asker.run,
        "label": asker.label,
        "sinceMs": clock.epoch_ms(),
        "limitS": wanted.limit_s,
        "wants": {
            "swapMib": wanted.swap_mib,
            "place": wanted.place,
            "guards": wanted.pause,
            "cache": wanted.flush,
        },
        "phase": "taking",
        "asked": None,
        "pending": None,
    }


def _step(name, tell, is_wanted, work):
    if not is_wanted():
        raise Refusal("Nobody waits for it any more.", UNAVAILABLE)
    tell(event="step", step=name, state="doing")
    began = clock.since_boot()
    try:
        result = work()
    except Refusal as refusal:
        tell(event="step", step=name, state="failed", detail=refusal.message)
        raise
    except OSError as error:
        tell(event="step", step=name, state="failed", detail=str(error))
        raise Refusal(f"The {name} could not be changed: {error}.", UNAVAILABLE) from error
    state = "skipped" if result is None else "done"
    tell(event="step", step=name, state=state, elapsedMs=clock.ms_since(began), **(result or {}))


def _for_whom(asker, lease):
    """Nobody asks for what the helper does by itself: it stands in the log with those for whom the lease was taken."""
    if asker.door:
        return asker
    return audit.Asker(asker.verb, lease["uid"], lease["door"], lease["run"], lease["label"], lease["id"])


def _pend(book, lease, why, asker, tell):
    if lease["asked"] == "keep":
        return _keep(book, lease, asker)
    before = lease["pending"]
    lease["phase"], lease["asked"] = "pending", None
    lease["pending"] = {
        **why,
        "sinceMs": before["sinceMs"] if before else clock.epoch_ms(),
        "attempts": (before["attempts"] if before else 0) + 1,
    }
    book.save()
    if before is None:
        audit.write(asker, "restore pending", lease["id"], result="pending", message=why["reason"])
    tell(event="pending", **why)
    return "pending"


def _keep(book, lease, asker):
    lease.update(kind="hand", holder=None, phase="held", asked=None, pending=None, limitS=None)
    book.save()
    audit.write(asker, "restore kept", lease["id"])
    return "kept"
