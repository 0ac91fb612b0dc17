import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { StackDetail } from '../../../shared/detail.ts'
import type { Layer, StackView } from '../../../shared/lab.ts'
import { stackPath } from '../../../shared/page-paths.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { OutsideLink } from '../../ui/link-button.tsx'
import { shortPath } from '../../ui/places.ts'
import { Signal, signalOf } from '../../ui/signal.tsx'
import { KeyValues, Panel } from '../../ui/surface.tsx'

/** Why it is a stack, and how it stands among the others. */
export function AboutPanel({ stack }: { readonly stack: StackView }) {
  const neededBy = useLabPart(({ state }) => state?.lab.stacks ?? none)
    .filter(({ needs }) => needs.includes(stack.name))
    .map(({ name }) => name)
  const { environment } = useLabPart(({ selection }) => selection)
  const rows: (readonly [string, ReactNode])[] = [
    ['Why', stack.why],
    [
      'Project',
      <span key="p" className="numeric">
        {stack.project}
      </span>,
    ],
    ['Starts in', `wave ${stack.wave + 1}${stack.autoStart ? '' : ', only when it is asked for'}`],
    ['Needs', <Stacks key="n" names={stack.needs} />],
    ['Needed by', <Stacks key="b" names={neededBy} />],
    [
      'Environments',
      stack.environments.length === 0
        ? 'one only'
        : stack.environments.map((name) => (name === environment ? `${name} (chosen)` : name)).join(', '),
    ],
    ['Profiles', describeProfiles(stack)],
  ]
  return (
    <Panel title="About">
      <div className="px-3 pb-3">
        <KeyValues rows={rows} />
      </div>
    </Panel>
  )
}

const none: readonly StackView[] = []

function describeProfiles({ profiles, availableProfiles }: StackView): string {
  if (availableProfiles.length === 0) return 'none'
  return availableProfiles.map((name) => (profiles.includes(name) ? `${name} (active)` : name)).join(', ')
}

function Stacks({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return 'no stack'
  return (
    <ul className="flex flex-wrap gap-x-3">
      {names.map((name) => (
        <li key={name}>
          <OtherStack name={name} />
        </li>
      ))}
    </ul>
  )
}

function OtherStack({ name }: { readonly name: string }) {
  const state = useLabPart((lab) => lab.state?.status?.stacks.find((stack) => stack.name === name)?.state)
  return (
    <Link href={stackPath(name)} className="flex items-center gap-1.5 underline-offset-3 hover:underline">
      <Signal state={state ? signalOf(state) : 'unknown'} size={14} />
      {name}
    </Link>
  )
}

/** The files that make it, in the order in which they are laid over each other. */
export function FilesPanel({
  stack,
  layers,
}: {
  readonly stack: StackView
  readonly layers: readonly Layer[]
}) {
  return (
    <Panel title="Files">
      <div className="grid gap-2 px-3 pb-3 text-12">
        <Paths title="Compose" paths={stack.files} dir={stack.dir} />
        <Paths title="Variables" paths={stack.envFiles} dir={stack.dir} />
        {layers.length > 0 && (
          <div>
            <h3 className="text-ink-3">Can be laid over it</h3>
            <ul>
              {layers.map(({ name, why }) => (
                <li key={name} className="py-0.5">
                  <span className="font-medium">{name}</span> <span className="text-ink-2">{why}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  )
}

function Paths({
  title,
  paths,
  dir,
}: {
  readonly title: string
  readonly paths: readonly string[]
  readonly dir: string
}) {
  if (paths.length === 0) return null
  return (
    <div>
      <h3 className="text-ink-3">{title}</h3>
      <ul>
        {paths.map((path) => (
          <li key={path} className="flex items-center gap-1">
            <span className="numeric min-w-0 truncate" title={path}>
              {shortPath(path, dir)}
            </span>
            <CopyButton text={path} label={`Copy the path of ${shortPath(path, dir)}`} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What it shares, and what it keeps. */
export function ResourcesPanel({ detail }: { readonly detail: StackDetail }) {
  return (
    <Panel title="Networks and volumes">
      <div className="grid gap-2 px-3 pb-3 text-12">
        <Names title="Networks" names={detail.networks} />
        <Names title="Volumes" names={detail.volumes} />
      </div>
    </Panel>
  )
}

function Names({ title, names }: { readonly title: string; readonly names: StackDetail['networks'] }) {
  return (
    <div>
      <h3 className="text-ink-3">{title}</h3>
      {names.length === 0 && <p className="text-ink-2">none</p>}
      <ul>
        {names.map(({ name, external }) => (
          <li key={name} className="flex min-h-6 items-center gap-2">
            <span className="numeric min-w-0 break-all">{name}</span>
            {external && <span className="ml-auto shrink-0 text-ink-3">made elsewhere</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function LinksPanel({ links }: Pick<StackView, 'links'>) {
  if (links.length === 0) return null
  return (
    <Panel title="Links">
      <ul className="px-3 pb-2 text-12">
        {links.map(({ name, url }) => (
          <li key={`${name} ${url}`} className="flex min-h-[26px] items-center gap-2">
            <span>{name}</span>
            <span className="ml-auto min-w-0">
              <OutsideLink href={url}>
                {url}
                <ExternalLink size={12} aria-hidden className="shrink-0" />
              </OutsideLink>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
