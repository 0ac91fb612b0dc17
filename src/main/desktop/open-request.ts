import { placeInLab } from '../../shared/desktop.ts'
import type { RunRequest } from '../../shared/contract.ts'
import { describeFailure } from './describe-failure.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'
import { findLinkedLab } from './find-linked-lab.ts'
import { goOn, linkQuestion } from './link-question.ts'
import type { StartRequest } from './read-arguments.ts'
import { type DeepLink, type LinkAction, type LinkProblem, readDeepLink } from './read-deep-link.ts'

export interface RequestOptions {
  readonly api: Pick<DesktopApi, 'dialog'>
  readonly client: DesktopClient
  /** Shows the window, at a place of the page or, for null, as it is. */
  readonly show: (place: string | null) => Promise<void>
}

const runKinds: Readonly<Record<Exclude<LinkAction, 'open'>, RunRequest['kind']>> = {
  up: 'start',
  stop: 'stop',
  restart: 'restart',
}

/** Does what starts of the program ask for. Never throws: what goes wrong is told to the operator. */
export function createRequestOpener({
  api: { dialog },
  client,
  show,
}: RequestOptions): (request: StartRequest) => Promise<void> {
  let isAsking = false

  async function tell(message: string, detail: string): Promise<void> {
    await show(null)
    await dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] })
  }

  const refuse = ({ problem }: LinkProblem) => tell('The link was not opened', problem)

  async function begin(request: RunRequest): Promise<void> {
    const { runId } = await client.runs.start(request)
    await show(placeInLab(request.dir, `/runs/${encodeURIComponent(runId)}`))
  }

  async function followLink(text: string): Promise<void> {
    const { deepLinks } = await client.settings.get()
    if (!deepLinks)
      return refuse({ problem: 'Links of Switchyard are off. Settings switches them on, under Desktop.' })
    const link = readDeepLink(text)
    if ('problem' in link) return refuse(link)
    const lab = findLinkedLab(await client.labs.list(), link.lab)
    if ('problem' in lab) return refuse(lab)
    const missing = await findMissing(link, lab)
    if (missing) return refuse(missing)
    const { action, stack } = link
    if (action === 'open') {
      return show(placeInLab(lab.dir, stack === null ? '/yard' : `/stacks/${encodeURIComponent(stack)}`))
    }
    const request = { dir: lab.dir, kind: runKinds[action], targets: stack === null ? [] : [stack] }
    const plan = await client.runs.plan(request)
    await show(null)
    const { response } = await dialog.showMessageBox(linkQuestion(plan, stack))
    if (response === goOn) await begin(request)
  }

  async function findMissing({ stack }: DeepLink, lab: { readonly name: string; readonly dir: string }) {
    if (stack === null) return null
    const { stacks } = await client.labs.describe({ dir: lab.dir })
    return stacks.some(({ name }) => name === stack)
      ? null
      : { problem: `The lab ${lab.name} has no stack called ${stack}.` }
  }

  async function doWhatIsAsked({ link, labDir, action, isHidden }: StartRequest): Promise<void> {
    if (link !== null) return followLink(link)
    const dir = labDir === null ? null : (await client.labs.add({ dir: labDir })).dir
    if (action === null) {
      if (dir !== null) return show(placeInLab(dir, '/yard'))
      return isHidden ? undefined : show(null)
    }
    const known = dir ?? (await client.labs.list())[0]?.dir
    if (known === undefined)
      return tell('There is no lab yet', 'Choose its folder here first. Then this starts and stops it.')
    await begin({
      dir: known,
      kind: action === 'stop-apps' ? 'stop' : 'start',
      appsOnly: action === 'stop-apps',
    })
  }

  return async (request) => {
    // One question at a time: whoever sends links one after the other must not cover the first with the last.
    if (isAsking) return show(null)
    isAsking = true
    try {
      await doWhatIsAsked(request)
    } catch (error) {
      await tell('Switchyard could not do that', describeFailure(error))
    } finally {
      isAsking = false
    }
  }
}
