const node = 'usr/lib/switchyard/node_modules/node/bin/node'

/** What lintian finds and is meant so, with the reason. */
export const lintianOverrides = `# Node's own release, as its makers built it.
switchyard: unstripped-binary-or-object [${node}]
switchyard: embedded-library zlib [${node}]
switchyard: hardening-no-pie [${node}]
# Asks every user's own systemd, which deb-systemd-invoke reaches only where a user's bus is installed.
switchyard: maintainer-script-calls-systemctl [prerm:*]
`
