/** Where things are on the host. Fixed: the helper and polkit know no other places. */
export const installPaths = {
  helperDir: '/usr/lib/switchyard/host',
  helper: '/usr/lib/switchyard/host/switchyard-host',
  /** What was installed, readable by everybody: some of it only root may look at. */
  manifest: '/usr/lib/switchyard/host/installed.json',
  /** The same of what was added to a helper that a package of the system brought. */
  addedManifest: '/etc/switchyard/installed.json',
  polkitPolicy: '/usr/share/polkit-1/actions/dev.switchyard.host.policy',
  polkitRule: '/etc/polkit-1/rules.d/50-switchyard.rules',
  sudoers: '/etc/sudoers.d/switchyard',
  bootUnit: '/etc/systemd/system/switchyard-host-boot.service',
  bootUnitWants: '/etc/systemd/system/multi-user.target.wants',
  configurationDir: '/etc/switchyard',
  configuration: '/etc/switchyard/host.json',
  stateDir: '/var/lib/switchyard/host',
  journal: '/var/lib/switchyard/host/journal.json',
  swapDir: '/var/lib/switchyard/swap',
  auditDir: '/var/log/switchyard',
  audit: '/var/log/switchyard/host.log',
} as const

/** Whose members may use the helper without a password. */
export const trustedGroup = 'docker'
