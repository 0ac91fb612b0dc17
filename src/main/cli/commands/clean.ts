import { Argument, type Command } from 'commander'
import type { CleanItem, CleanKind } from '../../../shared/storage.ts'
import { cleanKinds } from '../../../shared/storage-words.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { confirm } from '../confirm.ts'

interface CleanOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly keep: readonly string[]
  readonly previous?: boolean
}

export function addCleanCommand(program: Command, session: Session): void {
  const command = program
    .command('clean')
    .summary('Remove what nobody needs, after showing it')
    .description(
      'Remove containers, images, networks and build cache that nobody needs: exactly what it shows, and never a volume',
    )
    .addArgument(new Argument('[kinds...]', 'what to look through; none means all').choices(cleanKinds))
    .option('--dry-run', 'show what would go and remove nothing')
    .option('--yes', 'do not ask')
    .option('--keep <name>', 'leave this one; a name or the beginning of an id, several times', collect, [])
    .option('--previous', 'also images that updates keep for going back to them')
    .addHelpText('after', examples)
  command.action((kinds: readonly CleanKind[], options: CleanOptions) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson, world } = context
      const { renderCleaned, renderUnused } = await import('../render/clean.ts')
      const chosen = kinds.length === 0 ? cleanKinds : [...new Set(kinds)]
      const found = await client.storage.unused({ ...selection, kinds: [...chosen] })
      const isMeant = (item: CleanItem) => !options.keep.some((name) => isCalled(item, name))
      const previous = options.previous ? found.kept.filter(isMeant) : []
      const items = [...found.items.filter(isMeant), ...previous]
      const kept = found.kept.filter((item) => !previous.includes(item))
      const preview = { ...found, items, kept }
      if (isJson && (options.dryRun || items.length === 0)) terminal.printJson(preview)
      if (!isJson) terminal.print(renderUnused(preview, terminal.style, world.now()))
      if (options.dryRun || items.length === 0) return exitCodes.done
      if (!options.yes && !(await confirm(context, 'Remove this? [y/N] '))) return exitCodes.cancelled
      const result = await client.storage.clean({
        ...selection,
        items: items.map((item) => ({ kind: item.kind, id: item.id, isKept: previous.includes(item) })),
      })
      if (isJson) terminal.printJson(result)
      else terminal.print(renderCleaned(result, terminal.style))
      return result.stayed.length > 0 ? exitCodes.failed : exitCodes.done
    }),
  )
}

function collect(value: string, collected: readonly string[]): readonly string[] {
  return [...collected, value]
}

function isCalled({ id, name }: CleanItem, wanted: string): boolean {
  return (
    name.split(', ').includes(wanted) || (wanted.length >= 4 && id.replace('sha256:', '').startsWith(wanted))
  )
}

const examples = `
Images that a lab's files name, in any environment, stay; so does everything that runs.
Images that updates keep for going back are named, and stay without --previous.
Volumes are removed one by one: switchyard volume remove.

Example:
  $ switchyard clean --dry-run
  $ switchyard clean images --keep nginx:1.27 --yes`
