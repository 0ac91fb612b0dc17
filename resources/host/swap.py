"""Swap files: made, turned on and taken off through open descriptors, so that no name can be swapped under us."""

import errno
import fcntl
import os
import re
import struct

import mounts
import tools
from errors import NO_SPACE, UNAVAILABLE, Refusal
from folders import open_folder
from journal import SWAP_NAME

MIB = 1024 * 1024

# On others swap files do not work, or have never been tried.
_PLAIN, _BTRFS = ("ext4", "ext3", "ext2", "xfs"), "btrfs"
# Source: linux/fs.h.
_GET_FLAGS, _SET_FLAGS, _NO_COPY_ON_WRITE = 0x80086601, 0x40086602, 0x00800000


def devices():
    """Swap that is on, from /proc/swaps: path -> (bytes, used bytes)."""
    found = {}
    with open("/proc/swaps", encoding="utf-8", errors="replace") as file:
        for line in file.read().splitlines()[1:]:
            fields = line.split()
            path = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[0])
            found[path] = (int(fields[2]) * 1024, int(fields[3]) * 1024)
    return found


def memory():
    """Bytes by name from /proc/meminfo."""
    with open("/proc/meminfo", encoding="ascii") as file:
        lines = (line.split() for line in file)
        return {fields[0].rstrip(":"): int(fields[1]) * 1024 for fields in lines}


def make(place, name, size, lock):
    """Makes a file of that size and turns it on. Raises Refusal, and leaves nothing behind then.

    The tools keep `lock` open: when this process is killed, nobody looks at the file before they are done with it.
    """
    folder = open_folder(place, create_mode=0o700)
    try:
        _check_room(folder, place, size)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(name, flags, 0o600, dir_fd=folder)
        except OSError as error:
            raise Refusal(f"No file can be made in {place}: {error.strerror}.", UNAVAILABLE) from None
        try:
            _prepare(descriptor, place)
            _allocate(descriptor, size)
            _turn_on(descriptor, size, lock)
        except BaseException:
            os.unlink(name, dir_fd=folder)
            raise
        finally:
            os.close(descriptor)
    finally:
        os.close(folder)


def remove(path):
    """Removes a file that is not on. One that is gone already is fine. Raises Refusal when its folder is unsafe."""
    place, _, name = path.rpartition("/")
    folder = open_folder(place)
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        pass
    finally:
        os.close(folder)


def files_in(place):
    """Paths of our files in a place; none where it is not there or unsafe."""
    try:
        folder = open_folder(place)
    except Refusal:
        return []
    try:
        return [f"{place}/{name}" for name in os.listdir(folder) if SWAP_NAME.fullmatch(name)]
    finally:
        os.close(folder)


def why_not_off(used, reserve):
    """Why a swap with so many bytes in it cannot be taken off now; None when they all fit into memory, and some more."""
    needed = used + used // 10 + reserve
    available = memory()["MemAvailable"]
    if used == 0 or available >= needed:
        return None
    reason = f"{words(used)} of it are in use and need {words(needed)} of memory; {words(available)} are available"
    return {"reason": reason, "usedBytes": used, "neededBytes": needed, "availableBytes": available}


def start_off(path):
    """Begins to take a swap off: what is in it comes back into memory, which can take minutes."""
    return tools.start("swapoff", [path])


def words(size):
    """Bytes for people."""
    return f"{size / (1024 * MIB):.1f} GiB" if size >= 1024 * MIB else f"{size // MIB} MiB"


def _check_room(folder, place, size):
    info = os.fstatvfs(folder)
    free = info.f_bavail * info.f_frsize
    spare = min(1024 * MIB, info.f_blocks * info.f_frsize // 20)
    if free < size + spare:
        raise Refusal(f"There is no room for {words(size)} of swap in {place}: {words(free)} are free.", NO_SPACE)


def _prepare(descriptor, place):
    kind = mounts.file_system(descriptor)
    if kind == _BTRFS:
        # Only an empty file can be told so.
        flags = struct.unpack("l", fcntl.ioctl(descriptor, _GET_FLAGS, struct.pack("l", 0)))[0]
        fcntl.ioctl(descriptor, _SET_FLAGS, struct.pack("l", flags | _NO_COPY_ON_WRITE))
    elif kind not in _PLAIN:
        raise Refusal(f"{place} is on {kind or 'an unknown file system'}, where no swap file can be.", UNAVAILABLE)


def _allocate(descriptor, size):
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(f"There is no room for {words(size)} of swap.", NO_SPACE) from None
        _write_zeros(descriptor, size)


def _write_zeros(descriptor, size):
    block = bytes(4 * MIB)
    os.lseek(descriptor, 0, os.SEEK_SET)
    left = size
    try:
        while left > 0:
            left -= os.write(descriptor, block[: min(left, len(block))])
        os.fsync(descriptor)
    except OSError as error:
        raise Refusal(f"The swap file could not be written: {error.strerror}.", NO_SPACE) from None


def _turn_on(descriptor, size, lock):
    path, fds = f"/proc/self/fd/{descriptor}", (descriptor, lock)
    code, output = tools.run("mkswap", [path], fds)
    if code == 0:
        code, output = tools.run("swapon", [path], fds)
        if code != 0 and "Invalid argument" in output:
            # Holes: some file systems only promise the room.
            _write_zeros(descriptor, size)
            tools.run("mkswap", [path], fds)
            code, output = tools.run("swapon", [path], fds)
    if code != 0:
        raise Refusal(f"Swap could not be turned on: {output.splitlines()[-1] if output else code}.", UNAVAILABLE)
