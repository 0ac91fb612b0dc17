#!/bin/sh
# The first program of a machine: "$@" is its init. What systemd sets when it boots would be set for the host.
set -eu
for part in fs kernel; do
  mount --bind "/proc/sys/$part" "/proc/sys/$part"
  mount -o remount,bind,ro "/proc/sys/$part"
done
# A boot of its own, although the kernel stays.
cp /proc/sys/kernel/random/uuid /run/boot-id
mount --bind /run/boot-id /proc/sys/kernel/random/boot_id
exec "$@"
