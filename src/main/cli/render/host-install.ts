import { formatBytes, formatCommand, formatCount } from '../../../shared/format.ts'
import type { InstallItem, InstallPlan, UninstallPlan } from '../../../shared/host.ts'
import { line, span, verbatim, type Line } from './line.ts'
import { alignColumns } from './table.ts'

/** Exactly what will be written, why, and by which command. */
export function renderInstallPlan(plan: InstallPlan, options: { readonly withContents: boolean }): Line[] {
  const written = plan.items.filter(isWritten)
  const contents = options.withContents ? plan.items.flatMap(renderContent) : []
  if (plan.isCurrent)
    return [...contents, line('The host helper is installed, and is this version: nothing to do.')]
  return [
    ...(written.length > 0
      ? [
          line(
            `Installing the host helper writes ${formatCount(written.length, 'thing')}, all of them root's:`,
            'strong',
          ),
          ...alignColumns(written.map(itemCells)),
        ]
      : []),
    ...(plan.obsolete.length > 0 ? [line('and removes what an earlier version has left:', 'strong')] : []),
    ...plan.obsolete.map((path) => line(`  ${path}`)),
    ...contents,
    line(''),
    ...plan.notes.map((note) => line(note)),
    ...renderCommands(plan),
  ]
}

/** What there is now. */
export function describeInstalled(plan: InstallPlan): Line[] {
  const unreadable = plan.items.filter(({ state }) => state === 'unreadable')
  return [
    line('The host helper is installed, and everything is as it was shown.'),
    ...unreadable.map(({ path }) =>
      line(`Only root may look at ${path}; it was written with the rest.`, 'quiet'),
    ),
  ]
}

export function renderUninstallPlan(plan: UninstallPlan): Line[] {
  if (plan.removes.length === 0)
    return [line(`${nothingToRemove(plan)}: nothing to do.`), ...describeStays(plan)]
  return [
    ...(plan.givesBack.length > 0 ? [line('The host is given back first:', 'strong')] : []),
    ...plan.givesBack.map((sentence) => line(`  ${sentence}`)),
    line(
      plan.isPackaged
        ? `Beside its package, ${formatCount(plan.removes.length, 'thing')} of the host helper will be removed:`
        : `Uninstalling the host helper removes ${formatCount(plan.removes.length, 'thing')}:`,
      'strong',
    ),
    ...plan.removes.map((path) => line(`  ${path}`)),
    ...renderCommands(plan),
  ]
}

function nothingToRemove({ isPackaged }: UninstallPlan): string {
  return isPackaged
    ? 'Nothing was added to the host helper of the package'
    : 'The host helper is not installed'
}

/** What is left, and how it goes. */
export function describeStays({ stays }: UninstallPlan): Line[] {
  return stays.map(({ path, why, removeBy }) =>
    line(`${path} stays: ${why}. \`${formatCommand(removeBy)}\` removes it.`),
  )
}

function isWritten({ state }: InstallItem): boolean {
  return state === 'new' || state === 'changed'
}

function itemCells(item: InstallItem): Line[] {
  const target = item.target === null ? '' : ` → ${item.target}`
  return [
    line(`  ${item.state}`, item.state === 'new' ? 'plain' : 'strong'),
    line(item.mode ?? '', 'quiet'),
    line(item.bytes === null ? item.kind : formatBytes(item.bytes), 'quiet'),
    line(item.digest === null ? '' : `sha256 ${item.digest.slice(0, 16)}`, 'quiet'),
    [span(`${item.path}${target}`), span(`  ${item.why}`, 'quiet')],
  ]
}

function renderContent({ path, content }: InstallItem): Line[] {
  if (content === null) return []
  const text = content.replace(/\n$/, '').split('\n')
  return [line(''), [span(`--- ${path}`, 'strong')], ...text.map((words) => verbatim(words))]
}

function renderCommands({ way, commands }: Pick<InstallPlan, 'way' | 'commands'>): Line[] {
  if (way === 'none') return [line('It must be done as root: neither sudo nor pkexec can ask you here.')]
  return commands.map((command) => verbatim(`It is done by: ${formatCommand(command)}`, 'quiet'))
}
