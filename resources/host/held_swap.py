"""Swap as leases need it: shared as far as there is enough, made for the difference, taken off when nobody needs it."""

import collections

import audit
import clock
import configuration
import journal
import swap
from errors import BAD_REQUEST, Refusal

PROGRESS_S = 0.25


def check(wanted):
    """Raises Refusal for a place that root has not set up, or more than root allows."""
    allowed = configuration.read()
    if wanted.place not in allowed["swapPlaces"]:
        known = ", ".join(sorted(allowed["swapPlaces"]))
        raise Refusal(f"There is no place for swap of that name; there are: {known}.", BAD_REQUEST)
    _check_size(wanted.swap_mib * swap.MIB, allowed)


def take(wanted):
    """Sees to it that so much of our swap is on. What was done, in words. Raises Refusal."""
    allowed = configuration.read()
    size = wanted.swap_mib * swap.MIB
    began = clock.since_boot()
    with journal.locked() as book:
        on = swap.devices()
        there = [
            path
            for path, each in book.swaps.items()
            if each["place"] == wanted.place and each["state"] == "on" and path in on
        ]
        shared, missing = [], size
        # As few as will do, so that the others can go.
        for path in sorted(there, key=lambda each: -book.swaps[each]["bytes"]):
            if missing > 0:
                shared.append(path)
                missing -= book.swaps[path]["bytes"]
        if missing > 0:
            missing = max(missing, 64 * swap.MIB)
            _check_size(missing + sum(each["bytes"] for each in book.swaps.values()), allowed)
        for path in shared:
            book.swaps[path]["leases"].append(wanted.id)
        if missing <= 0:
            book.save()
            return {"detail": f"{swap.words(size)}, shared"}
        place = allowed["swapPlaces"][wanted.place]
        path = _free_path(book, place, wanted.id)
        book.swaps[path] = {"place": wanted.place, "bytes": missing, "state": "making", "leases": [wanted.id]}
        book.save()
        try:
            swap.make(place, path.rpartition("/")[2], missing, book.lock)
        except Refusal as refusal:
            del book.swaps[path]
            book.save()
            audit.write(wanted.asker, "swap on", path, "off", None, "failed", message=refusal.message)
            raise
        book.swaps[path]["state"] = "on"
        book.save()
    after = f"on, {swap.words(missing)}"
    audit.write(wanted.asker, "swap on", path, "off", after, elapsed_ms=clock.ms_since(began))
    return {"detail": swap.words(size), "before": "off", "after": after}


def own(book, lease_id):
    """Paths that only this lease needs; from the others it is crossed off. The caller saves."""
    for each in book.swaps.values():
        if lease_id in each["leases"] and each["leases"] != [lease_id]:
            each["leases"].remove(lease_id)
    return [path for path, each in book.swaps.items() if each["leases"] == [lease_id]]


# One that is being taken off: `why_not` when it cannot be, otherwise the tool at work, None where it is off already.
Leaving = collections.namedtuple("Leaving", "began why_not process total")


def begin_to_give(book, lease_id, path):
    """Begins to take one off. None when somebody else needs it now. The journal has it before. Raises Refusal."""
    began = clock.since_boot()
    each = book.swaps.get(path)
    if each is None or each["leases"] != [lease_id]:
        return None
    total, used = swap.devices().get(path, (None, 0))
    if total is not None:
        why = swap.why_not_off(used, configuration.read_or_defaults()["swapoffReserveMib"] * swap.MIB)
        if why is not None:
            return Leaving(began, why, None, total)
    each["state"] = "off"
    if lease_id in book.leases:
        book.leases[lease_id]["phase"] = "restoring"
    book.save()
    return Leaving(began, None, None if total is None else swap.start_off(path), total)


def give(lease_id, path, asker, tell, leaving=None):
    """Takes one off and removes its file. None when that is done, or somebody else needs it now; otherwise why not.

    `leaving` when that was begun already.
    """
    if leaving is None:
        with journal.locked() as book:
            leaving = begin_to_give(book, lease_id, path)
    if leaving is None or leaving.why_not is not None:
        return leaving and leaving.why_not
    began, _, process, total = leaving
    tell(event="step", step="swap", state="restoring")
    failure = None if process is None else _off(process, lease_id, path, total, tell)
    try:
        if failure is None:
            swap.remove(path)
    except Refusal as refusal:
        failure = refusal.message
    if failure is not None:
        return _stays_on(path, failure)
    elapsed = clock.ms_since(began)
    audit.write(asker, "swap off", path, "on", "off", elapsed_ms=elapsed)
    tell(event="step", step="swap", state="restored", elapsedMs=elapsed)
    return None


def forget(book, lease_id):
    """After everything was given back. The caller saves."""
    for path in own(book, lease_id):
        del book.swaps[path]


def _off(process, lease_id, path, total, tell):
    """None when it is off; otherwise why not. Cancelled when the operator wants to keep it."""
    while not process.has_ended(PROGRESS_S):
        tell(event="progress", usedBytes=swap.devices().get(path, (0, 0))[1], totalBytes=total)
        if journal.read()["leases"].get(lease_id, {}).get("asked") == "keep":
            process.kill()
    if process.code == 0 or path not in swap.devices():
        return None
    output = process.words()
    return output.splitlines()[-1] if output else f"swapoff ended with {process.code}"


def _stays_on(path, failure):
    with journal.locked() as book:
        if path in book.swaps and path in swap.devices():
            book.swaps[path]["state"] = "on"
            book.save()
    used = swap.devices().get(path, (0, 0))[1]
    available = swap.memory()["MemAvailable"]
    return {"reason": failure, "usedBytes": used, "neededBytes": used, "availableBytes": available}


def _check_size(size, allowed):
    if size > allowed["swapMaxMib"] * swap.MIB:
        most = swap.words(allowed["swapMaxMib"] * swap.MIB)
        raise Refusal(f"{swap.words(size)} of swap in all are more than the {most} that root allows.", BAD_REQUEST)


def _free_path(book, place, lease_id):
    number = 0
    while f"{place}/switchyard-{lease_id}-{number}.swap" in book.swaps:
        number += 1
    return f"{place}/switchyard-{lease_id}-{number}.swap"
