import { describeHeld } from '../../../shared/host-words.ts'
import { formatCount, formatDuration } from '../../../shared/format.ts'
import { fitRows, type Density, type FrameRow } from './fit-rows.ts'
import { displayWidth, line, span, truncateLine, type Line } from './line.ts'
import { renderRunHead } from './run-head.ts'
import { listStackRows, type ServiceRow, type StackRow } from './run-rows.ts'
import type { RunScreen } from './run-screen.ts'
import { describeStep } from './run-words.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Columns and rows that the picture may take. */
export interface FrameSize {
  readonly columns: number
  readonly rows: number
}

/** The picture of a run that goes on: quiet where it is good, verbose where it is not, never larger than the terminal. */
export function renderRunFrame(
  screen: RunScreen,
  title: string,
  style: Style,
  size: FrameSize,
  nowMs: number,
): Line[] {
  const stacks = listStackRows(screen, nowMs)
  const host = listHostRows(screen, style)
  const steps = listStepRows(screen, style, nowMs)
  const nameWidth = Math.max(16, Math.floor(size.columns * 0.3))
  const rows = fitRows(
    (density) => [
      ...host,
      ...steps,
      ...stacks.flatMap((stack) => listRows(stack, density, style, nameWidth)),
      ...listFolded(stacks, density, style),
    ],
    size.rows - 1,
  )
  const minimum = [Math.min(nameWidth, measureNames(stacks)), wordWidth, 6]
  return [renderRunHead(screen, stacks, title, nowMs), ...layOut(rows, minimum)]
}

/** As wide as any name that may come to be shown, so that the columns stay where they are. */
function measureNames(stacks: readonly StackRow[]): number {
  const names = stacks.flatMap((stack) => [
    stack.name,
    ...stack.services.filter(({ phase }) => phase !== 'already').map(({ name }) => `  ${name}`),
  ])
  return symbolWidth + Math.max(0, ...names.map(displayWidth))
}

function layOut(rows: readonly FrameRow[], minimum: readonly number[]): Line[] {
  const aligned = alignColumns(
    rows.map(({ cells }) => cells),
    { right: [2], minimum },
  )
  return rows.map(({ free }, index) => free ?? aligned[index] ?? [])
}

/** The symbol and the space behind it. */
const symbolWidth = 3

/** Wide enough for the words of stacks. */
const wordWidth = 8

/** Work on whole projects, before services start or after they stop; shown only while it goes on. */
function listStepRows({ view, stepStartedAtMs }: RunScreen, style: Style, nowMs: number): FrameRow[] {
  return view.plan.steps.flatMap((step) => {
    if (step.kind === 'start' || step.kind === 'stop' || step.kind === 'remove') return []
    if (step.kind === 'lease' || step.kind === 'release' || step.kind === 'gpu') return []
    if (view.steps.get(step.id)?.state !== 'running') return []
    const elapsedMs = nowMs - (stepStartedAtMs.get(step.id) ?? nowMs)
    const words = `${describeStep(step)}  ${formatDuration(elapsedMs)}`
    return [{ rank: 2, cells: [], free: [...symbolSpans('loading', style), span(words)] }]
  })
}

/** What a run has changed of the host, for as long as it is changed. */
function listHostRows({ view }: RunScreen, style: Style): FrameRow[] {
  const held = describeHeld(view.host.values())
  if (held === null) return []
  return [{ rank: 1, cells: [], free: [...symbolSpans('loading', style), span(`host: ${held}`)] }]
}

function listRows(stack: StackRow, density: Density, style: Style, nameWidth: number): FrameRow[] {
  if (density.foldsQuietStacks && isQuiet(stack)) return []
  const isSmall = stack.services.length <= 8
  const services = stack.services.filter((service) => {
    if (isQuiet(stack)) return false
    if (service.signal === 'failed' || service.signal === 'loading') return true
    return isSmall && density.showsQuietServices && service.phase !== 'already'
  })
  const tone = isQuiet(stack) ? 'quiet' : 'plain'
  const mark = style.unicode ? '…' : '...'
  const name = (text: string, lead: string, signal: Signal): Line =>
    truncateLine([span(lead), ...symbolSpans(signal, style), span(text)], nameWidth, mark)
  return [
    {
      rank: isQuiet(stack) ? 3 : 1,
      cells: [
        name(stack.name, '', stack.signal),
        [...line(stack.word.padEnd(wordWidth + 2), wordTone(stack.signal)), span(stack.counts, tone)],
      ],
    },
    ...services.map((service) => ({
      rank: service.signal === 'failed' ? 1 : service.signal === 'loading' ? 2 : 4,
      cells: [name(service.name, '  ', service.signal), ...serviceCells(service)],
    })),
  ]
}

function serviceCells(service: ServiceRow): Line[] {
  const isActive = service.signal === 'loading'
  const expected =
    isActive && service.expectedMs !== null ? [`usually ${formatDuration(service.expectedMs)}`] : []
  const word = service.isProbed ? 'ready (probed)' : service.phase
  const remarks = [...expected, ...(service.detail ? [service.detail] : [])].join('  ')
  return [
    line(word, wordTone(service.signal)),
    line(service.elapsedMs === null ? '' : formatDuration(service.elapsedMs), isActive ? 'plain' : 'quiet'),
    line(remarks, service.signal === 'failed' ? 'failed' : 'quiet'),
  ]
}

/** Nothing to look at: everything as wanted, or nothing begun. */
function isQuiet(stack: StackRow): boolean {
  return stack.signal !== 'failed' && stack.signal !== 'loading' && stack.signal !== 'warning'
}

function listFolded(stacks: readonly StackRow[], density: Density, style: Style): FrameRow[] {
  if (!density.foldsQuietStacks) return []
  const byWord = Map.groupBy(stacks.filter(isQuiet), ({ word, signal }) => `${signal} ${word}`)
  return [...byWord.values()].map((folded) => {
    const [{ word, signal }] = folded as [StackRow, ...StackRow[]]
    const services = folded.reduce((count, stack) => count + stack.services.length, 0)
    const text = `${formatCount(folded.length, 'stack')} ${word} (${formatCount(services, 'service')})`
    return { rank: 1, cells: [], free: [...symbolSpans(signal, style), span(text, 'quiet')] }
  })
}

function symbolSpans(signal: Signal, style: Style): Line {
  return [span(symbolOf(signal, style), signal), span(' ')]
}

/** Green words would shout; the green symbol is enough. */
function wordTone(signal: Signal): 'quiet' | Signal {
  return signal === 'ready' || signal === 'done' ? 'quiet' : signal
}
