"""Has memory in swap until its input ends. Prints `ready` when it is there."""

import mmap
import os
import sys
import time

PAGEOUT = 21  # MADV_PAGEOUT, linux/mman.h
size = int(sys.argv[1]) * 1024 * 1024


def in_swap():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmSwap:")) * 1024


memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for offset in range(0, size, mmap.PAGESIZE):
    memory[offset : offset + 16] = os.urandom(16)
while in_swap() < size // 2:
    memory.madvise(PAGEOUT)
    time.sleep(0.01)
print("ready", flush=True)
sys.stdin.read()
