"""Leases: taking host changes for somebody, and giving back only what nobody else needs.

The journal is on disk before each change, and every step of giving back can be done again.
"""

import os
import time

import audit
import clock
import configuration
import guards
import journal
import processes
import swap
from errors import BAD_REQUEST, Refusal, UNAVAILABLE

RETRY_S = 5
PROGRESS_S = 0.25


class Taken:
    """What a caller wants to hold."""

    def __init__(self, lease_id, kind, holder, asker, limit_s=None, swap_mib=0, place="default", pause=False, flush=False):
        self.id, self.kind, self.holder, self.asker, self.limit_s = lease_id, kind, holder, asker, limit_s
        self.swap_mib, self.place, self.pause, self.flush = swap_mib, place, pause, flush


def take(wanted, tell):
    """Makes the changes, in order. Raises Refusal; then everything is as it was before."""
    places = configuration.read()
    if wanted.swap_mib:
        if wanted.place not in places["swapPlaces"]:
            known = ", ".join(sorted(places["swapPlaces"]))
            raise Refusal(f"There is no place for swap called {wanted.place}; there are: {known}.", BAD_REQUEST)
        if wanted.swap_mib > places["swapMaxMib"]:
            raise Refusal(f"{wanted.swap_mib} MiB of swap are more than the {places['swapMaxMib']} that root allows.", BAD_REQUEST)
    with journal.locked() as state:
        mend(state, wanted.asker, places)
        if wanted.id in state.state["leases"]:
            raise Refusal(f"There is a lease {wanted.id} already.", BAD_REQUEST)
        state.state["leases"][wanted.id] = _describe(wanted)
        state.save()
    try:
        if wanted.swap_mib:
            _step("swap", tell, lambda: _take_swap(wanted, places["swapPlaces"][wanted.place]))
        if wanted.pause:
            _step("guards", tell, lambda: _take_guards(wanted))
        if wanted.flush:
            _step("cache", tell, lambda: flush(wanted.asker))
        with journal.locked() as state:
            state.state["leases"][wanted.id]["phase"] = "held"
            state.save()
        audit.write(wanted.asker, "lease taken", wanted.id)
    except BaseException:
        give_back(wanted.id, wanted.asker, tell)
        raise


def give_back(lease_id, asker, tell):
    """One attempt. `restored`, `kept`, or `pending` with the reason in the journal. As often as wanted."""
    reserve = configuration_or_default()["swapoffReserveMib"] * swap.MIB
    with journal.locked() as state:
        lease = state.state["leases"].get(lease_id)
        if lease is None:
            return "restored"
        if lease.get("asked") == "keep":
            return _keep(state, lease, asker)
        if not asker.door:
            # Nobody asked for this one: it stands in the log with those for whom it was taken.
            asker = audit.Asker(asker.verb, lease["uid"], lease["door"], lease["run"], lease["label"], lease_id)
        lease["phase"] = "restoring"
        state.save()
        _give_guards(state, lease_id, asker, tell)
        own = _own_swaps(state, lease_id)
    for path in own:
        outcome = _give_swap(lease_id, path, reserve, asker, tell)
        if outcome != "restored":
            return outcome
    with journal.locked() as state:
        state.state["leases"].pop(lease_id, None)
        state.save()
    audit.write(asker, "lease released", lease_id)
    return "restored"


def flush(asker):
    """Drops clean pages, directories and inodes. Text of what it freed."""
    before = swap.memory()["Cached"]
    began = clock.since_boot()
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
        file.write("3\n")
    after = swap.memory()["Cached"]
    elapsed = int((clock.since_boot() - began) * 1000)
    texts = _size(before) + " cached", _size(after) + " cached"
    audit.write(asker, "cache flushed", "page cache", *texts, elapsed_ms=elapsed)
    return {"detail": f"{_size(max(before - after, 0))} freed", "before": texts[0], "after": texts[1]}


def mend(state, asker, places):
    """After a reboot, or with a journal that could not be read: what is left of ours is found and put in order."""
    if state.broken is not None:
        audit.write(asker, "journal replaced", state.broken, result="failed", message="it could not be read")
        for name in guards.resume_forgotten():
            audit.write(asker, "guard resumed", name, "paused", "active")
        _adopt_swaps(state, places)
        state.save()
    elif state.state["boot"] != clock.boot_id():
        # Swap is off and guards run again after a boot; only the files are left.
        leases = list(state.state["leases"])
        state.state = journal.empty()
        for lease_id in leases:
            audit.write(asker, "lease released", lease_id, message="the machine was restarted")
        _adopt_swaps(state, places)
        state.save()


def orphans(state):
    """Leases of runs whose holder is gone."""
    return [
        lease["id"]
        for lease in state["leases"].values()
        if lease["kind"] == "run" and not processes.is_alive(lease["holder"])
    ]


def configuration_or_default():
    """Giving back must not fail because the configuration was broken meanwhile."""
    try:
        return configuration.read()
    except Refusal:
        return dict(configuration.DEFAULTS)


def _describe(wanted):
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


def _step(name, tell, work):
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
    elapsed = int((clock.since_boot() - began) * 1000)
    tell(event="step", step=name, state="skipped" if result is None else "done", elapsedMs=elapsed, **(result or {}))


def _take_swap(wanted, place):
    size = wanted.swap_mib * swap.MIB
    began = clock.since_boot()
    with journal.locked() as state:
        swaps = state.state["swaps"]
        on = swap.devices()
        shared = [path for path, each in swaps.items() if each["place"] == wanted.place and each["state"] == "on" and path in on]
        for path in shared:
            swaps[path]["leases"].append(wanted.id)
        missing = size - sum(swaps[path]["bytes"] for path in shared)
        if missing <= 0:
            state.save()
            return {"detail": f"{_size(size)}, shared", "before": None, "after": None}
        missing = max(missing, 64 * swap.MIB)
        name = f"switchyard-{wanted.id}-{len(swaps)}.swap"
        path = f"{place}/{name}"
        swaps[path] = {"place": wanted.place, "bytes": missing, "state": "making", "leases": [wanted.id]}
        state.save()
        try:
            swap.make(place, name, missing)
        except Refusal as refusal:
            del swaps[path]
            state.save()
            audit.write(wanted.asker, "swap on", path, "off", None, "failed", message=refusal.message)
            raise
        swaps[path]["state"] = "on"
        state.save()
    elapsed = int((clock.since_boot() - began) * 1000)
    audit.write(wanted.asker, "swap on", path, "off", f"on, {_size(missing)}", elapsed_ms=elapsed)
    return {"detail": _size(size), "before": "off", "after": f"on, {_size(missing)}"}


def _take_guards(wanted):
    with journal.locked() as state:
        paused = state.state["guards"]
        found = guards.find()
        if not found and not paused:
            return None
        for how in paused.values():
            how["leases"].append(wanted.id)
        for name, how in found.items():
            if name not in paused:
                paused[name] = {**how, "leases": [wanted.id]}
        state.save()
        for name in found:
            began = clock.since_boot()
            guards.pause(name, paused[name])
            elapsed = int((clock.since_boot() - began) * 1000)
            audit.write(wanted.asker, "guard paused", name, "active", "paused", elapsed_ms=elapsed)
        return {"detail": ", ".join(sorted(paused)), "before": "active", "after": "paused"}


def _give_guards(state, lease_id, asker, tell):
    own = [(name, how) for name, how in state.state["guards"].items() if lease_id in how["leases"]]
    if not own:
        return
    tell(event="step", step="guards", state="restoring")
    began = clock.since_boot()
    for name, how in own:
        if how["leases"] == [lease_id]:
            try:
                guards.resume(name, how)
                audit.write(asker, "guard resumed", name, "paused", "active")
            except (OSError, Refusal) as error:
                audit.write(asker, "guard resumed", name, "paused", None, "failed", message=str(error))
                continue
            del state.state["guards"][name]
        else:
            how["leases"].remove(lease_id)
    state.save()
    elapsed = int((clock.since_boot() - began) * 1000)
    tell(event="step", step="guards", state="restored", elapsedMs=elapsed)


def _own_swaps(state, lease_id):
    """Those that only this lease needs; of the others it is taken off the list."""
    own = []
    for path, each in state.state["swaps"].items():
        if each["leases"] == [lease_id]:
            own.append(path)
        elif lease_id in each["leases"]:
            each["leases"].remove(lease_id)
    state.save()
    return own


def _give_swap(lease_id, path, reserve, asker, tell):
    tell(event="step", step="swap", state="restoring")
    began = clock.since_boot()
    with journal.locked() as state:
        each = state.state["swaps"].get(path)
        if each is None:
            return "restored"
        if each["leases"] != [lease_id]:
            # Somebody else has come to need it.
            if lease_id in each["leases"]:
                each["leases"].remove(lease_id)
                state.save()
            return "restored"
        on = swap.devices()
        total, used = on.get(path, (0, 0))
        if path in on:
            why = swap.why_not_off(used, reserve)
            if why is not None:
                return _pend(state, lease_id, why, asker, tell)
            each["state"] = "off"
            state.save()
    if path in on:
        failure = _swap_off(lease_id, path, total, tell)
        if failure is not None:
            with journal.locked() as state:
                if path in state.state["swaps"]:
                    state.state["swaps"][path]["state"] = "on"
                lease = state.state["leases"].get(lease_id, {})
                if lease.get("asked") == "keep":
                    return _keep(state, lease, asker)
                why = {"reason": failure, "usedBytes": used, "neededBytes": used, "availableBytes": swap.memory()["MemAvailable"]}
                return _pend(state, lease_id, why, asker, tell)
    place, _, name = path.rpartition("/")
    try:
        if swap.NAME.fullmatch(name):
            swap.remove(place, name)
    except Refusal as refusal:
        audit.write(asker, "swap off", path, "on", "off", "failed", message=refusal.message)
    with journal.locked() as state:
        state.state["swaps"].pop(path, None)
        state.save()
    elapsed = int((clock.since_boot() - began) * 1000)
    audit.write(asker, "swap off", path, "on", "off", elapsed_ms=elapsed)
    tell(event="step", step="swap", state="restored", elapsedMs=elapsed)
    return "restored"


def _swap_off(lease_id, path, total, tell):
    """None when it is off; otherwise why not. Cancelled when the operator wants to keep it."""
    process = swap.start_off(path)
    told = clock.since_boot()
    while process.poll() is None:
        time.sleep(0.005 if clock.since_boot() - told < 0.1 else PROGRESS_S)
        if clock.since_boot() - told >= PROGRESS_S:
            told = clock.since_boot()
            tell(event="progress", usedBytes=swap.devices().get(path, (0, 0))[1], totalBytes=total)
            if journal.read()["leases"].get(lease_id, {}).get("asked") == "keep":
                process.kill()
    output = process.stdout.read().decode("utf-8", "replace").strip()
    if process.returncode == 0 or path not in swap.devices():
        return None
    return output.splitlines()[-1] if output else f"swapoff ended with {process.returncode}"


def _pend(state, lease_id, why, asker, tell):
    lease = state.state["leases"][lease_id]
    before = lease.get("pending")
    lease["phase"] = "pending"
    lease["pending"] = {
        **why,
        "sinceMs": before["sinceMs"] if before else clock.epoch_ms(),
        "attempts": (before["attempts"] if before else 0) + 1,
    }
    state.save()
    if before is None:
        audit.write(asker, "restore pending", lease_id, result="pending", message=why["reason"])
    tell(event="pending", **why)
    return "pending"


def _keep(state, lease, asker):
    lease.update(kind="hand", holder=None, phase="held", asked=None, pending=None, limitS=None)
    state.save()
    audit.write(asker, "restore kept", lease["id"])
    return "kept"


def _adopt_swaps(state, places):
    """Swap files of ours that the journal does not know: those that are on get a lease to be given back, the others go."""
    on = swap.devices()
    for place, folder in places["swapPlaces"].items():
        for name in swap.leftovers(folder):
            path = f"{folder}/{name}"
            if path in state.state["swaps"]:
                continue
            if path not in on:
                swap.remove(folder, name)
                continue
            lease = _describe(Taken("recovered", "run", None, audit.Asker("recovered", 0)))
            state.state["leases"]["recovered"] = {**lease, "phase": "restoring"}
            state.state["swaps"][path] = {"place": place, "bytes": on[path][0], "state": "on", "leases": ["recovered"]}


def _size(size):
    return f"{size / (1024 * swap.MIB):.1f} GiB" if size >= 1024 * swap.MIB else f"{size // swap.MIB} MiB"


def pid():
    return processes.describe(os.getpid())
