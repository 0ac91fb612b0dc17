"""The page cache."""

import audit
import clock
import swap
from errors import Refusal, UNAVAILABLE


def flush(asker):
    """Drops clean pages, directories and inodes. What it did, in words. Raises Refusal."""
    before = swap.memory()["Cached"]
    began = clock.since_boot()
    try:
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
            file.write("3\n")
    except OSError as error:
        audit.write(asker, "cache flushed", "page cache", result="failed", message=str(error))
        raise Refusal(f"The page cache cannot be dropped here: {error.strerror}.", UNAVAILABLE) from None
    after = swap.memory()["Cached"]
    texts = f"{swap.words(before)} cached", f"{swap.words(after)} cached"
    audit.write(asker, "cache flushed", "page cache", *texts, elapsed_ms=clock.ms_since(began))
    return {"detail": f"{swap.words(max(before - after, 0))} freed", "before": texts[0], "after": texts[1]}
