import type { MessageBoxOptions } from 'electron'
import type { RunRequest } from '../../shared/contract.ts'
import { environmentName } from '../../shared/environment-words.ts'
import { formatList, formatServiceRef } from '../../shared/format.ts'
import type { HostActionPreview } from '../../shared/host.ts'
import type { Plan } from '../../shared/plan.ts'
import type { LabSelection } from '../../shared/selection.ts'
import type { TrayAction } from '../../shared/tray/model.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'
import type { FollowedTray } from './follow-tray.ts'

export interface TrayHands {
  readonly dialog: Pick<DesktopApi['dialog'], 'showMessageBox'>
  readonly client: Pick<DesktopClient, 'host' | 'runs'>
  readonly tray: Pick<FollowedTray, 'selection' | 'chooseProfiles'>
  /** Shows the window, at a place of the page; null where it is. */
  readonly show: (place: string | null) => void
  readonly openLink: (url: string) => void
  readonly quit: () => void
}

const goButton = 0

/** Does what an item of the tray asks for. What takes something away that a click does not bring back is asked first. */
export async function performTrayAction(
  { dialog, client, tray, show, openLink, quit }: TrayHands,
  action: TrayAction,
): Promise<void> {
  const selection = tray.selection()
  switch (action.type) {
    case 'open':
      return show(action.place)
    case 'link':
      return openLink(action.url)
    case 'quit':
      return quit()
    case 'profiles':
      return tray.chooseProfiles(action.profiles)
    case 'cancel':
      await client.runs.cancel({ runId: action.runId })
      return
    case 'restore': {
      const what = { kind: 'restore', lease: null } as const
      if (await ask(restoreQuestion(await client.host.preview(what)))) await client.host.act(what)
      return
    }
    case 'start-everything':
    case 'apps':
    case 'stack':
    case 'environment': {
      if (!selection) return
      const request = requestOf(action, selection)
      if (request.kind === 'switch' && !(await ask(switchQuestion(await client.runs.plan(request))))) return
      await client.runs.start(request)
    }
  }

  async function ask(question: MessageBoxOptions): Promise<boolean> {
    const { response } = await dialog.showMessageBox(question)
    return response === goButton
  }
}

type RunAction = Extract<TrayAction, { type: 'start-everything' | 'apps' | 'stack' | 'environment' }>

function requestOf(action: RunAction, selection: LabSelection): RunRequest {
  switch (action.type) {
    case 'start-everything':
      return { ...selection, kind: 'start' }
    case 'apps':
      return { ...selection, kind: action.to === 'on' ? 'start' : 'stop', appsOnly: true }
    case 'stack':
      return { ...selection, kind: action.to === 'on' ? 'start' : 'stop', targets: [action.stack] }
    case 'environment':
      return { ...selection, kind: 'switch', environment: action.environment }
  }
}

const mostNames = 6

/** What becomes of the services, before it is done. */
function switchQuestion({ lab, environment, switch: change }: Plan): MessageBoxOptions {
  const changed = (change?.services ?? []).filter(({ change: kind }) => kind !== 'keep')
  const line = (kinds: readonly string[], words: string) => {
    const names = changed
      .filter(({ change: kind }) => kinds.includes(kind))
      .map(({ service }) => formatServiceRef(service))
    return names.length === 0 ? [] : [`${words}: ${formatList(names, mostNames)}.`]
  }
  const lines = [
    ...line(['remove'], 'Stopped and removed'),
    ...line(['recreate'], 'Replaced'),
    ...line(['create', 'start'], 'Started'),
  ]
  return {
    type: 'question',
    message: `Switch ${lab.name} to ${environmentName(environment)}?`,
    detail: lines.length === 0 ? 'Nothing that runs is changed.' : `${lines.join('\n')}\nVolumes stay.`,
    buttons: ['Switch', 'Leave it'],
    defaultId: 1,
    cancelId: 1,
  }
}

function restoreQuestion({ does, risks, undo }: HostActionPreview): MessageBoxOptions {
  const lines = does.length === 0 ? ['It would change nothing.'] : [...does, ...risks]
  return {
    type: risks.length > 0 ? 'warning' : 'question',
    message: 'Give the host back now?',
    detail: [...lines, ...(undo === null ? [] : [undo])].join('\n'),
    buttons: ['Restore now', 'Leave it'],
    defaultId: 1,
    cancelId: 1,
  }
}
