"""Who sees to it that a lease is given back: a process that the journal names. Leases by hand need none."""

import journal
import processes
from errors import DONE, PENDING
from signals import LOOK

# How long somebody who gives back by hand waits for the holder to do it.
_PATIENCE_S = 60


def is_orphan(lease):
    """Whether somebody should see to it, and nobody does."""
    is_kept_by_hand = lease["kind"] == "hand" and lease["phase"] == "held"
    return not is_kept_by_hand and has_no_holder(lease)


def has_no_holder(lease):
    return not processes.is_alive(lease["holder"])


def adopt(lease_id, is_free=is_orphan):
    """Makes this process the holder. False when the lease is gone, or not free."""
    with journal.locked() as book:
        lease = book.leases.get(lease_id)
        if lease is None or not is_free(lease):
            return False
        lease["holder"] = processes.own()
        book.save()
    return True


def disown(lease_id):
    """Lets go of it, for another process to adopt."""
    with journal.locked() as book:
        if lease_id in book.leases:
            book.leases[lease_id]["holder"] = None
            book.save()


def ask(lease_id, what):
    """Tells the holder what the operator wants: `restore` or `keep`. False when nobody holds it; a keeper still sees it."""
    with journal.locked() as book:
        lease = book.leases.get(lease_id)
        if lease is None:
            return False
        lease["asked"] = what
        book.save()
        holder = lease["holder"]
    return holder is not None and processes.send(holder, LOOK)


def wait_for(lease_id, signals):
    """Waits until the holder has given back, or says that it cannot yet. The exit code."""
    for _ in range(_PATIENCE_S * 50):
        lease = journal.read()["leases"].get(lease_id)
        if lease is None or (lease["kind"] == "hand" and lease["phase"] == "held"):
            return DONE
        # A holder that was asked while it is pending tries once more first.
        if lease["phase"] == "pending" and lease["asked"] is None:
            return PENDING
        signals.wait(0.02)
    return PENDING


def held_by(holder):
    """Names of the leases whose holder is, or was, that process."""
    return [lease["id"] for lease in journal.read()["leases"].values() if lease["holder"] == holder]
