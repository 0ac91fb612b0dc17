import { ExternalLink, FileText, HardDrive, MemoryStick } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ServiceDetail } from '../../../shared/detail.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { describeLinkCheck, linkSignal, linkSourceWords } from '../../../shared/link-words.ts'
import { useLinkChecks, useLinksOf } from '../../actions/use-links.ts'
import { OutsideLink } from '../../ui/link-button.tsx'
import { shortPath } from '../../ui/places.ts'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'

/** Where it can be reached from outside. */
export function PortsPanel({ ports }: Pick<ServiceDetail, 'ports'>) {
  return (
    <Panel title="Ports">
      <Lines none={ports.length === 0 ? 'It publishes no port.' : null}>
        {ports.map(({ address, port, target, protocol, url }, index) => (
          <li key={index} className={line}>
            <span className="numeric">
              {address === '' ? '' : `${address.includes(':') ? `[${address}]` : address}:`}
              {port ?? 'any'}
            </span>
            <span className="numeric text-ink-3">→ {`${target}/${protocol}`}</span>
            {url !== null && <Outside url={url} text={url} />}
          </li>
        ))}
      </Lines>
    </Panel>
  )
}

/** What can be opened of it, and whether that answers now. */
export function LinksPanel({ service: { stack, service } }: { readonly service: ServiceRef }) {
  const links = useLinksOf(stack, service)
  const checks = useLinkChecks(links).data ?? []
  if (links.length === 0) return null
  return (
    <Panel title="Links">
      <Lines none={null}>
        {links.map(({ id, name, url, kind, from, isRunning }) => {
          const check = isRunning === false ? undefined : checks.find((each) => each.id === id)
          return (
            <li key={id} className={line}>
              <Signal
                state={check ? linkSignal(check) : isRunning === false ? 'stopped' : 'unknown'}
                label={null}
                size={14}
              />
              <span className="font-medium">{name}</span>
              {kind === 'web' ? (
                <Outside url={url} text={url} />
              ) : (
                <span className="numeric ml-auto">{url}</span>
              )}
              <span className="w-full pl-5 text-ink-3">
                {linkSourceWords[from]}
                {check ? `, ${describeLinkCheck(check)}` : isRunning === false ? ', not running' : ''}
              </span>
            </li>
          )
        })}
      </Lines>
    </Panel>
  )
}

function Outside({ url, text }: { readonly url: string; readonly text: string }) {
  return (
    <span className="ml-auto">
      <OutsideLink href={url}>
        {text}
        <ExternalLink size={12} aria-hidden className="shrink-0" />
      </OutsideLink>
    </span>
  )
}

const kinds = { volume: HardDrive, bind: FileText, tmpfs: MemoryStick, other: HardDrive } as const

/** What of the host it sees. */
export function MountsPanel({ mounts, dir }: Pick<ServiceDetail, 'mounts'> & { readonly dir: string }) {
  return (
    <Panel title="Mounts">
      <Lines none={mounts.length === 0 ? 'It mounts nothing.' : null}>
        {mounts.map(({ kind, source, target, readOnly }) => {
          const Icon = kinds[kind]
          return (
            <li key={target} className={line}>
              <Icon size={14} role="img" aria-label={kind} className="shrink-0 text-ink-3" />
              <span className="numeric min-w-0 break-all" title={source}>
                {source === '' ? kind : kind === 'bind' ? shortPath(source, dir) : source}
              </span>
              <span className="numeric min-w-0 break-all text-ink-3">→ {target}</span>
              <span className="ml-auto text-ink-3" title={readOnly ? 'read only' : 'read and write'}>
                {readOnly ? 'ro' : 'rw'}
              </span>
            </li>
          )
        })}
      </Lines>
    </Panel>
  )
}

export function NetworksPanel({ networks }: Pick<ServiceDetail, 'networks'>) {
  return (
    <Panel title="Networks">
      <Lines none={networks.length === 0 ? 'It is on no network.' : null}>
        {networks.map(({ name, aliases, address }) => (
          <li key={name} className={line}>
            <span className="numeric break-all">{name}</span>
            {aliases.length > 0 && (
              <span className="min-w-0 break-words text-ink-3">as {aliases.join(', ')}</span>
            )}
            {address !== null && <span className="numeric ml-auto text-ink-2">{address}</span>}
          </li>
        ))}
      </Lines>
    </Panel>
  )
}

const line = 'flex min-h-[26px] flex-wrap items-center gap-x-2'

function Lines({ none, children }: { readonly none: string | null; readonly children: ReactNode }) {
  return none === null ? (
    <ul className="px-3 pb-2 text-12">{children}</ul>
  ) : (
    <p className="px-3 pb-3 text-12 text-ink-2">{none}</p>
  )
}
