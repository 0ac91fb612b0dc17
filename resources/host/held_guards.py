"""Guards as leases need them: paused once, resumed when nobody needs that any more."""

import audit
import clock
import guards
import journal
from errors import Refusal


def take(wanted):
    """Pauses what guards now. What was done, in words; None when nothing guards here. Raises Refusal and OSError."""
    with journal.locked() as book:
        found = guards.find()
        if not found and not book.guards:
            return None
        for name, how in found.items():
            book.guards.setdefault(name, {**how, "leases": []})
        for how in book.guards.values():
            how["leases"].append(wanted.id)
        book.save()
        for name in found:
            began = clock.since_boot()
            guards.pause(name, book.guards[name])
            audit.write(wanted.asker, "guard paused", name, "active", "paused", elapsed_ms=clock.ms_since(began))
        return {"detail": ", ".join(sorted(book.guards)), "before": "active", "after": "paused"}


def give(book, lease_id, asker, tell, meanwhile):
    """Resumes those that only this lease needs. None, or why one could not be. The caller saves.

    `meanwhile` is called while systemd is at work: once for each, or never.
    """
    mine = [name for name, how in book.guards.items() if lease_id in how["leases"]]
    failure = None
    began = clock.since_boot()
    if mine:
        tell(event="step", step="guards", state="restoring")
    for name in mine:
        how = book.guards[name]
        if how["leases"] != [lease_id]:
            how["leases"].remove(lease_id)
            continue
        try:
            guards.resume(name, how, meanwhile)
        except (OSError, Refusal) as error:
            failure = f"{name} could not be resumed: {error}"
            audit.write(asker, "guard resumed", name, "paused", None, "failed", message=failure)
            continue
        del book.guards[name]
        audit.write(asker, "guard resumed", name, "paused", "active", elapsed_ms=clock.ms_since(began))
    if mine and failure is None:
        tell(event="step", step="guards", state="restored", elapsedMs=clock.ms_since(began))
    return failure
