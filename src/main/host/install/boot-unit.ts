import { installPaths } from './install-paths.ts'

/** Gives back, after a power failure, what the journal says was changed before it. */
export function bootUnitText(): string {
  return `[Unit]
Description=Give back what Switchyard had changed on this host before it was restarted
Documentation=file:${installPaths.helper}
After=local-fs.target
ConditionPathExists=${installPaths.journal}

[Service]
Type=oneshot
ExecStart=${installPaths.helper} boot
NoNewPrivileges=yes

[Install]
WantedBy=multi-user.target
`
}
