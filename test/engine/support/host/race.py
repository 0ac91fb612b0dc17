"""As an ordinary user: changes what lies at the places for swap, a folder and two links taking turns, until stdin ends.

Then prints how often. The folder above the first place is the user's own, above the second everybody may write.
"""

import os
import select
import time

PLACES = ["/home/operator/race/swap", "/srv/race/swap"]
changes = 0
for path in PLACES:
    os.mkdir(path + ".folder")
    os.symlink("/var/lib/switchyard/swap", path + ".good")
    os.symlink("/etc", path + ".system")
print("ready", flush=True)
while not select.select([0], [], [], 0)[0]:
    for path in PLACES:
        for kind in (".folder", ".good", ".system"):
            os.rename(path + kind, path)
            os.rename(path, path + kind)
            changes += 1
    # Without a rest the kernel would look up no other path.
    time.sleep(0.0005)
print(changes)
