"""Times one recipe as the helper does it, and as a script would. Runs as root in a machine with the helper.

    host-recipe.py ROUNDS

Prints milliseconds by name: `ours` and `script` from the beginning to the end, `kernel` what swapon, swapoff and dropping the
cache take by themselves.
"""

import ctypes
import json
import os
import subprocess
import sys
import time

HELPER = "/usr/lib/switchyard/host/switchyard-host"
HOLD = "hold --id bench --swap-mib 64 --place default --guards pause --cache flush --limit-s 600 --door cli --run R --label bench"
FILE = "/var/lib/bench.swap"
TAKE = f"""
fallocate -l 64M {FILE}
chmod 600 {FILE}
mkswap {FILE} >/dev/null
swapon {FILE}
systemctl stop earlyoom
echo 3 >/proc/sys/vm/drop_caches
"""
GIVE = f"""
systemctl start earlyoom
swapoff {FILE}
rm {FILE}
"""
kernel = ctypes.CDLL(None, use_errno=True)


def ms_of(work):
    began = time.monotonic()
    work()
    return (time.monotonic() - began) * 1000


def ours():
    helper = subprocess.Popen([HELPER, *HOLD.split()], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in helper.stdout:
        if json.loads(line)["event"] == "held":
            break
    helper.stdin.write(b"release\n")
    helper.stdin.close()
    if helper.wait() != 0:
        raise RuntimeError(f"the helper ended with {helper.returncode}")


def script():
    for part in (TAKE, GIVE):
        subprocess.run(["sh", "-euc", part], check=True)


def kernels_own():
    """Of the three calls alone; the file is there before."""
    subprocess.run(["sh", "-euc", f"fallocate -l 64M {FILE}; chmod 600 {FILE}; mkswap {FILE} >/dev/null"], check=True)
    try:
        return ms_of(the_calls)
    finally:
        os.unlink(FILE)


def the_calls():
    path = FILE.encode()
    if kernel.swapon(path, 0) != 0:
        raise OSError(ctypes.get_errno(), "swapon")
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
        file.write("3\n")
    if kernel.swapoff(path) != 0:
        raise OSError(ctypes.get_errno(), "swapoff")


times = {"ours": [], "script": [], "kernel": []}
ours()
script()
for _ in range(int(sys.argv[1])):
    times["ours"].append(ms_of(ours))
    times["script"].append(ms_of(script))
    times["kernel"].append(kernels_own())
    # So many starts in a short time are too many for systemd.
    subprocess.run(["systemctl", "reset-failed", "earlyoom"], check=True)
print(json.dumps(times))
