import type { RunRequest } from '../../shared/contract.ts'
import { placeInLab } from '../../shared/desktop.ts'
import { headOf } from '../../shared/tray/head.ts'
import { trayIconOf } from '../../shared/tray/icon.ts'
import { trayMenu } from '../../shared/tray/menu.ts'
import { nothingInTray, type TrayAction, type TrayView } from '../../shared/tray/model.ts'
import { describeFailure } from './describe-failure.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'
import { type FollowedTray, followTray } from './follow-tray.ts'
import { hearRun } from './hear-run.ts'
import type { Notifier } from './notifier.ts'
import { describeRunEnd } from './notify-runs.ts'
import { createTray, type TrayFace, type TrayIcon } from './tray.ts'
import { performTrayAction } from './tray-actions.ts'
import { trayIconFile } from './tray-icon.ts'

export interface OpenTrayOptions {
  readonly api: Pick<DesktopApi, 'dialog' | 'Menu' | 'screen' | 'Tray'>
  readonly client: DesktopClient
  readonly notifier: Notifier
  readonly iconDir: string
  /** Shows the window, at a place of the page; null where it is. */
  readonly show: (place: string | null) => void
  readonly openLink: (url: string) => void
  readonly quit: () => void
  /** Whether nobody sees the window, so that the end of a run is told by a notification. */
  readonly isHidden: () => boolean
  readonly report: (error: unknown) => void
  readonly signal: AbortSignal
}

/**
 * Follows the lab that was used last: its state in the tray, where there is one, and the ends of its runs as notifications.
 * Null where the desktop lets nothing into its tray.
 */
export function openTray(options: OpenTrayOptions): TrayIcon | null {
  const { api, client, notifier, iconDir, show, isHidden, report, signal } = options
  const scaleFactors = api.screen.getAllDisplays().map(({ scaleFactor }) => scaleFactor)
  let view = nothingInTray
  const icon = createTray(api, {
    iconFile: (name) => trayIconFile(iconDir, name, scaleFactors),
    perform,
    first: faceOf(view, Date.now()),
  })
  const followed: FollowedTray = followTray(client, { onView, onRunEnd }, signal)
  followed.ended.catch((error: unknown) => {
    if (!signal.aborted) report(error)
  })
  return icon

  function onView(next: TrayView): void {
    view = next
    icon?.show(faceOf(next, Date.now()))
  }

  function perform(action: TrayAction): void {
    const hands = { ...options, dialog: api.dialog, tray: followed, show: showInLab }
    performTrayAction(hands, action).catch((error: unknown) => tellFailure(failureTitle(action), error))
  }

  /** The window may look at another lab than the tray. */
  function showInLab(place: string | null): void {
    show(place === null || !view.lab ? place : placeInLab(view.lab.dir, place))
  }

  /** One sentence; the window has the others. */
  function tellFailure(title: string, error: unknown): void {
    const [body = ''] = describeFailure(error).split('\n')
    notifier.answer({ title, body, isCalm: false, onClick: () => show(null) })
  }

  function onRunEnd(runId: string): void {
    if (isHidden() && !signal.aborted) tellEnd(runId).catch(report)
  }
  async function tellEnd(runId: string): Promise<void> {
    const run = await hearRun(client, runId, () => undefined)
    const start = (request: RunRequest) =>
      void client.runs
        .start(request)
        .catch((error: unknown) => tellFailure('The run did not begin again', error))
    const notice = run && describeRunEnd(run, view.state?.lab ?? null, { showPlace: showInLab, start })
    if (notice) await notifier.notify(notice)
  }
}

function faceOf(view: TrayView, nowMs: number): TrayFace {
  const [{ text }] = headOf(view, nowMs)
  return { icon: trayIconOf(view), items: trayMenu(view, nowMs), tip: `Switchyard, ${text}` }
}

function failureTitle(action: TrayAction): string {
  switch (action.type) {
    case 'start-everything':
      return 'Start everything did not begin'
    case 'apps':
      return `The apps were not switched ${action.to}`
    case 'stack':
      return `${action.stack} was not ${action.to === 'on' ? 'started' : 'stopped'}`
    case 'environment':
      return 'The environment was not changed'
    case 'cancel':
      return 'The run was not cancelled'
    case 'restore':
      return 'The host was not given back'
    case 'open':
    case 'profiles':
    case 'link':
    case 'quit':
      return 'Switchyard could not do that'
  }
}
