#!/bin/sh
# Makes of a fresh Debian system in the folder $1 the machine of the tests: users, and what its systemd must not touch.
set -eu
root=$1

# A group id that no machine gives its own groups: it is the owner of a socket that the machine shares with its host.
chroot "$root" groupadd --gid 64990 docker
# Debian has a group of that name.
chroot "$root" groupmod --gid 1000 operator
chroot "$root" useradd --uid 1000 --gid operator --create-home --shell /bin/sh --groups docker operator
chroot "$root" useradd --uid 1001 --create-home --shell /bin/sh guest
printf 'operator ALL=(ALL:ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/operator"
chmod 0440 "$root/etc/sudoers.d/operator"

# The kernel is the host's: its settings, modules, clock and consoles are not for a test to change.
for unit in systemd-sysctl.service systemd-modules-load.service systemd-binfmt.service systemd-remount-fs.service \
  systemd-random-seed.service systemd-update-utmp.service systemd-pstore.service proc-sys-fs-binfmt_misc.automount \
  proc-sys-fs-binfmt_misc.mount dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
  sys-kernel-config.mount sys-fs-fuse-connections.mount getty.target console-getty.service getty@tty1.service \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  tmp.mount swap.target; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# Guards against a full memory that a test starts when it wants them; earlyoom runs as it was installed.
for unit in systemd-oomd.service systemd-oomd.socket nohang.service nohang-desktop.service; do
  chroot "$root" systemctl disable --quiet "$unit" 2>/dev/null || true
done

cp "${0%/*}/boot.sh" "$root/usr/sbin/boot"
chmod 0755 "$root/usr/sbin/boot"

# With an id the boot is not the first one, at which systemd would enable everything again.
printf '5717c4a2d0000000000000000000000a\n' >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id"
ln -s /etc/machine-id "$root/var/lib/dbus/machine-id"
printf 'machine\n' >"$root/etc/hostname"

# Nothing is installed into it any more.
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d" "$root/etc/apt/apt.conf.d/99mmdebstrap" \
  "$root/var/lib/apt/lists" "$root/var/cache/apt"
