/** A whole system, installed with its packages' own scripts, and started by its own init. */
export interface MachineRecipe {
  /** Debian packages of the machine's release; with all they depend on. */
  readonly packages: readonly string[]
  /** Parts of packages that nothing reads here, as dpkg's patterns. */
  readonly leftOut: readonly string[]
  /** Script in `test/images/` that finishes the system; its argument is the system's folder. */
  readonly finish: string
  /** What that script takes from beside itself. */
  readonly files: readonly string[]
  /** Instructions as in a Dockerfile. */
  readonly changes: readonly string[]
}

/** A desktop machine for tests of the host's part: systemd, polkit, earlyoom, an ordinary user beside root. */
export const machineRecipe: MachineRecipe = {
  packages: [
    'systemd',
    'systemd-sysv',
    'systemd-oomd',
    'dbus',
    'polkitd',
    'pkexec',
    'sudo',
    'earlyoom',
    'nohang',
    'python3',
    'strace',
    'util-linux',
    'mount',
    'procps',
    'psmisc',
    'e2fsprogs',
    'btrfs-progs',
    'busybox-static',
    // What Node is linked with.
    'libstdc++6',
  ],
  leftOut: ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', '/usr/share/info/*'],
  finish: 'machine/finish.sh',
  files: ['machine/boot.sh'],
  changes: [
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'ENV container=docker',
    'CMD ["/sbin/boot", "/lib/systemd/systemd"]',
    'STOPSIGNAL SIGRTMIN+3',
    // A volume is on the engine's own disk, where swap files can be; an image's layers are not.
    'VOLUME /var/lib',
  ],
}
