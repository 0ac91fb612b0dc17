import { installPaths as paths } from '../../../src/main/host/install/install-paths.ts'

/** Ends what runs, and gives the host back before what can do it is gone: otherwise swap would stay on for ever. */
export const prermText = `#!/bin/sh
set -e
if [ "$1" = remove ]; then
  if [ -d /run/systemd/system ] && command -v deb-systemd-invoke >/dev/null; then
    deb-systemd-invoke --user stop switchyard.service >/dev/null 2>&1 || true
  fi
  if [ -e ${paths.journal} ] && ! ${paths.helper} restore --door cli >/dev/null; then
    echo "switchyard: the host cannot be given back yet, so the package stays; see \\\`switchyard host status\\\`." >&2
    exit 1
  fi
fi
`

/** What the helper and \`switchyard host install\` have written goes with the configuration, as for any package. */
export const postrmText = `#!/bin/sh
set -e
if [ "$1" = purge ]; then
  rm -f ${paths.polkitRule} ${paths.sudoers}
  rm -rf ${paths.configurationDir} /var/lib/switchyard ${paths.auditDir}
fi
`
