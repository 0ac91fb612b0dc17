import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addLinksCommand(program: Command, session: Session): void {
  const command = program
    .command('links')
    .summary('List what can be opened, and whether it answers')
    .description(
      'List the links of the lab: published ports, labels of Traefik, Caddy and homepage, and links of switchyard.yaml',
    )
    .argument('[targets...]', 'stacks or services; none means the whole lab')
    .option('--check', 'try each of them')
    .addHelpText('after', examples)
  command.action((targets: readonly string[], { check = false }: { readonly check?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderLinks } = await import('../render/links.ts')
      const links = await client.links.list({ ...selection, targets: [...targets] })
      const ids = links.map(({ id }) => id)
      const checks = check && ids.length > 0 ? await client.links.check({ ...selection, ids }) : []
      const checkOf = new Map(checks.map((each) => [each.id, each]))
      if (isJson) terminal.printJson(links.map((link) => ({ ...link, check: checkOf.get(link.id) ?? null })))
      else terminal.print(renderLinks(links, checkOf, terminal.style))
      return 0
    }),
  )
}

const examples = `
What a check says: any answer below 500 counts; 401 asks for a login; ports of databases and the like are tried with a
connection. Redirects are not followed.

Example:
  $ switchyard links
  $ switchyard links apps --check
  $ switchyard links --check --json | jq -r '.[] | select(.check.state == "down") | .url'`
