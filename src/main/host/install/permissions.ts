import { helperActions } from './helper-actions.ts'
import { installPaths, trustedGroup } from './install-paths.ts'

const prefix = 'dev.switchyard.host'

/** Polkit's action per verb. Without a rule, an administrator's password is asked for each of them. */
export function polkitPolicyText(): string {
  const actions = helperActions.map(({ verb, message }) =>
    [
      `  <action id="${prefix}.${verb}">`,
      `    <description>Host helper of Switchyard: ${verb}</description>`,
      `    <message>${message}</message>`,
      '    <icon_name>switchyard</icon_name>',
      '    <defaults>',
      '      <allow_any>auth_admin</allow_any>',
      '      <allow_inactive>auth_admin</allow_inactive>',
      '      <allow_active>auth_admin_keep</allow_active>',
      '    </defaults>',
      `    <annotate key="org.freedesktop.policykit.exec.path">${installPaths.helper}</annotate>`,
      `    <annotate key="org.freedesktop.policykit.exec.argv1">${verb}</annotate>`,
      '  </action>',
    ].join('\n'),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
  <vendor>Switchyard</vendor>
${actions.join('\n')}
</policyconfig>
`
}

const groupWords = [
  `Members of the group ${trustedGroup} may use the host helper of Switchyard without a password.`,
  'That makes nobody more powerful: whoever may talk to the Docker engine can become root through it already.',
]

/** Lets the trusted group use the actions, whether they sit at the machine or come over the network. */
export function polkitRuleText(): string {
  const ids = helperActions.map(({ verb }) => `  '${prefix}.${verb}',`)
  return `${groupWords.map((words) => `// ${words}`).join('\n')}
var switchyardActions = [
${ids.join('\n')}
]
polkit.addRule(function (action, subject) {
  if (switchyardActions.indexOf(action.id) >= 0 && subject.isInGroup('${trustedGroup}')) {
    return polkit.Result.YES
  }
})
`
}

/** The same where there is no polkit. Arguments are not sudo's to judge: the helper refuses all but the ones it knows. */
export function sudoersText(): string {
  const commands = helperActions.map(
    ({ verb }) => `    ${installPaths.helper} ${verb}, \\\n    ${installPaths.helper} ${verb} *`,
  )
  return `${groupWords.map((words) => `# ${words}`).join('\n')}
Cmnd_Alias SWITCHYARD_HOST = \\
${commands.join(', \\\n')}
%${trustedGroup} ALL=(root) NOPASSWD: SWITCHYARD_HOST
`
}
