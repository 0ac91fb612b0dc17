"""What others left: a reboot, a journal that cannot be read, helpers that were killed together with their guardians."""

import audit
import clock
import configuration
import finishing
import guards
import holders
import journal
import lease
import swap


def recover(program, asker):
    """Puts the journal in order, and sees to it that what nobody holds is given back in the background."""
    for lease_id in orphans_after_mending(asker):
        finishing.finish_later(program, lease_id)


def orphans_after_mending(asker):
    """Puts the journal in order. Names of the leases that nobody holds."""
    with journal.locked() as book:
        if book.broken is not None:
            audit.write(asker, "journal replaced", book.broken, result="failed", message="It could not be read.")
            _resume_guards(asker)
            _enter_swaps(book)
            book.save()
        elif not book.is_of_this_boot:
            for each in book.leases.values():
                audit.write(asker, "lease released", each["id"], message="The machine was restarted.")
            # Swap is off and guards run again after a boot; only the files are left.
            book.begin_anew()
            _enter_swaps(book)
            book.save()
        return [each["id"] for each in book.leases.values() if holders.is_orphan(each)]


def _resume_guards(asker):
    try:
        for name in guards.resume_forgotten():
            audit.write(asker, "guard resumed", name, "paused", "active")
    except OSError as error:
        audit.write(asker, "guard resumed", "", "paused", None, "failed", message=str(error))


def _enter_swaps(book):
    """Our swap files that the journal does not know: those that are off go, the others get a lease to be given back."""
    on = swap.devices()
    lost = [
        (place, path)
        for place, folder in configuration.read_or_defaults()["swapPlaces"].items()
        for path in swap.files_in(folder)
    ]
    for _, path in lost:
        if path not in on:
            swap.remove(path)
    found = [(place, path) for place, path in lost if path in on]
    if not found:
        return
    lease_id = f"recovered-{clock.epoch_ms()}"
    wanted = lease.Wanted(lease_id, "run", None, audit.Asker("boot", 0), None, 0, "default", False, False)
    book.leases[lease_id] = {**lease.describe(wanted), "phase": "restoring"}
    for place, path in found:
        book.swaps[path] = {"place": place, "bytes": on[path][0], "state": "on", "leases": [lease_id]}
