import { unitName } from '../../../src/main/autostart/unit-text.ts'
import { installPaths as paths } from '../../../src/main/host/install/install-paths.ts'

/**
 * Before a removal: ends what autostart keeps open, in every user's own systemd, and gives the host back while what can do it is
 * there; otherwise swap would stay on for ever. deb-systemd-invoke reaches users only where a user's bus is installed.
 */
export const prermText = `#!/bin/sh
set -e
# RPM says 0 where Debian says remove; both mean that no other version follows.
if [ "$1" = remove ] || [ "$1" = 0 ]; then
  for dir in /run/user/*/systemd; do
    [ -d "$dir" ] || continue
    uid=\${dir#/run/user/}
    uid=\${uid%/systemd}
    runuser -u "$(id -nu "$uid")" -- env XDG_RUNTIME_DIR="/run/user/$uid" \\
      systemctl --user stop ${unitName} 2>/dev/null || true
  done
  if [ -e ${paths.journal} ] && ! ${paths.helper} restore --all >/dev/null; then
    echo "switchyard: the host cannot be given back yet, so the package stays; see 'switchyard host status'." >&2
    exit 1
  fi
fi
`

/** What the helper and `switchyard host install` have written goes with the configuration, as for any package. */
export const purgeText = `rm -f ${paths.polkitRule} ${paths.sudoers}
rm -rf ${paths.configurationDir} /var/lib/switchyard ${paths.auditDir}
`

export const postrmText = `#!/bin/sh
set -e
if [ "$1" = purge ]; then
${purgeText.replaceAll(/^(?=.)/gm, '  ')}fi
`
