"""Folders that only root can change, opened one by one, so that no link can lead elsewhere."""

import os
import stat

from errors import Refusal, UNSAFE

# What journal.py keeps, and where.
STATE = "/var/lib/switchyard/host"
JOURNAL = f"{STATE}/journal.json"

_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def open_folder(path, create_mode=None):
    """A descriptor of an absolute folder. Every folder on the way must be root's and closed to others for writing.

    With `create_mode` the last folders are made where they are missing. Raises Refusal.
    """
    names = [name for name in path.split("/") if name]
    if not path.startswith("/") or any(name in (".", "..") for name in names):
        raise Refusal(f"{path} is no absolute folder.", UNSAFE)
    descriptor = os.open("/", _FLAGS)
    try:
        walked = ""
        for name in names:
            walked += "/" + name
            descriptor = _step(descriptor, name, walked, create_mode)
        return descriptor
    except BaseException:
        os.close(descriptor)
        raise


def _step(parent, name, path, create_mode):
    try:
        child = _open(parent, name, path, create_mode)
    except FileNotFoundError:
        raise Refusal(f"The folder {path} does not exist.", UNSAFE) from None
    info = os.fstat(child)
    if info.st_uid != 0 or info.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        os.close(child)
        raise Refusal(f"{path} can be changed by others than root.", UNSAFE)
    os.close(parent)
    return child


def _open(parent, name, path, create_mode):
    try:
        return os.open(name, _FLAGS, dir_fd=parent)
    except FileNotFoundError:
        if create_mode is None:
            raise
        os.mkdir(name, create_mode, dir_fd=parent)
        child = os.open(name, _FLAGS, dir_fd=parent)
        os.fchmod(child, create_mode)
        return child
    except NotADirectoryError:
        raise Refusal(f"{path} is no folder, or a link.", UNSAFE) from None
    except OSError as error:
        raise Refusal(f"{path} cannot be opened: {error.strerror}.", UNSAFE) from None
