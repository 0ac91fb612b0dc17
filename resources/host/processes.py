"""Processes are known by number and start, for numbers are given out again."""


def start_of(pid):
    """Ticks since boot at which a process was started, as text; None when there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # A zombie has ended; its parent has only not looked yet.
    return None if fields[0] in (b"Z", b"X") else fields[19].decode()


def is_alive(holder):
    return holder is not None and start_of(holder["pid"]) == holder["start"]


def describe(pid):
    return {"pid": pid, "start": start_of(pid)}
