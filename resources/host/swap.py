"""Swap files: made, turned on and taken off through open descriptors, so that no name can be swapped under us."""

import errno
import fcntl
import os
import re
import stat
import struct

import tools
from errors import NO_SPACE, UNAVAILABLE, Refusal
from folders import open_folder

MIB = 1024 * 1024
NAME = re.compile(r"switchyard-[a-z0-9-]{1,40}-\d+\.swap")

# Source: statfs(2). What is not here cannot hold a swap file, or is not tried.
_EXT4, _XFS, _BTRFS = 0xEF53, 0x58465342, 0x9123683E
_OTHERS = {0x2FC12FC1: "ZFS", 0x794C7630: "overlayfs", 0x01021994: "tmpfs", 0x6969: "NFS", 0x65735546: "FUSE"}
# Source: linux/fs.h.
_GET_FLAGS, _SET_FLAGS, _NO_COPY_ON_WRITE = 0x80086601, 0x40086602, 0x00800000


def devices():
    """Swap that is on, from /proc/swaps: path -> (bytes, used bytes)."""
    found = {}
    with open("/proc/swaps", encoding="utf-8", errors="replace") as file:
        for line in file.read().splitlines()[1:]:
            fields = line.split()
            path = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[0])
            found[path.removesuffix(" (deleted)")] = (int(fields[2]) * 1024, int(fields[3]) * 1024)
    return found


def memory():
    """Bytes by name from /proc/meminfo."""
    with open("/proc/meminfo", encoding="ascii") as file:
        lines = (line.split() for line in file)
        return {fields[0].rstrip(":"): int(fields[1]) * 1024 for fields in lines}


def make(place, name, size):
    """Makes a file of that size and turns it on. Raises Refusal, and leaves nothing behind then."""
    folder = open_folder(place, create_mode=0o700)
    try:
        _check_room(folder, place, size)
        descriptor = os.open(
            name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder
        )
        try:
            _prepare(descriptor, place)
            _allocate(descriptor, size)
            _turn_on(descriptor, size)
        except BaseException:
            os.unlink(name, dir_fd=folder)
            raise
        finally:
            os.close(descriptor)
    finally:
        os.close(folder)


def remove(place, name):
    """Removes a file that is not on. One that is gone already is fine."""
    folder = open_folder(place)
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        pass
    finally:
        os.close(folder)


def leftovers(place):
    """Names of our files in a place."""
    try:
        folder = open_folder(place)
    except Refusal:
        return []
    try:
        return [name for name in os.listdir(folder) if NAME.fullmatch(name)]
    finally:
        os.close(folder)


def why_not_off(used, reserve):
    """Why a swap with so much in it cannot be taken off now; None when it can: all of it must fit, and some more."""
    needed = used + used // 10 + reserve
    available = memory()["MemAvailable"]
    if used == 0 or available >= needed:
        return None
    return {
        "reason": f"{_gib(used)} of it are in use and need {_gib(needed)} of memory; {_gib(available)} are available",
        "usedBytes": used,
        "neededBytes": needed,
        "availableBytes": available,
    }


def start_off(path):
    """Begins to take a swap off: what is in it comes back into memory, which can take minutes."""
    return tools.start("swapoff", [path])


def _check_room(folder, place, size):
    info = os.fstatvfs(folder)
    free = info.f_bavail * info.f_frsize
    spare = min(1024 * MIB, info.f_blocks * info.f_frsize // 20)
    if free < size + spare:
        raise Refusal(f"There is no room for {_gib(size)} of swap in {place}: {_gib(free)} are free.", NO_SPACE)


def _prepare(descriptor, place):
    kind = _file_system(descriptor)
    if kind in (_EXT4, _XFS):
        return
    if kind == _BTRFS:
        flags = struct.unpack("l", fcntl.ioctl(descriptor, _GET_FLAGS, struct.pack("l", 0)))[0]
        fcntl.ioctl(descriptor, _SET_FLAGS, struct.pack("l", flags | _NO_COPY_ON_WRITE))
        return
    name = _OTHERS.get(kind, f"a file system of kind {kind:#x}")
    raise Refusal(f"{place} is on {name}, where no swap file can be; set up another place.", UNAVAILABLE)


def _file_system(descriptor):
    """The magic number of statfs(2), which Python does not have: from the mount that the file is on."""
    info = os.fstat(descriptor)
    wanted = f"{os.major(info.st_dev)}:{os.minor(info.st_dev)}"
    types = {"ext4": _EXT4, "ext3": _EXT4, "ext2": _EXT4, "xfs": _XFS, "btrfs": _BTRFS}
    named = {"zfs": 0x2FC12FC1, "overlay": 0x794C7630, "tmpfs": 0x01021994, "nfs": 0x6969, "nfs4": 0x6969}
    with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as file:
        for line in file:
            before, _, after = line.partition(" - ")
            if before.split()[2] == wanted:
                return {**types, **named}.get(after.split()[0], 0)
    # A subvolume of Btrfs has a number of its own.
    return 0


def _allocate(descriptor, size):
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(f"There is no room for {_gib(size)} of swap.", NO_SPACE) from None
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


def _turn_on(descriptor, size):
    path = f"/proc/self/fd/{descriptor}"
    code, output = tools.run("mkswap", [path], fds=(descriptor,))
    if code == 0:
        code, output = tools.run("swapon", [path], fds=(descriptor,))
        if code != 0 and "Invalid argument" in output:
            # Holes: some file systems only promise the room.
            _write_zeros(descriptor, size)
            tools.run("mkswap", [path], fds=(descriptor,))
            code, output = tools.run("swapon", [path], fds=(descriptor,))
    if code != 0:
        raise Refusal(f"Swap could not be turned on: {output.splitlines()[-1] if output else code}.", UNAVAILABLE)


def _gib(size):
    return f"{size / (1024 * MIB):.1f} GiB"
