import { ExternalLink } from 'lucide-react'
import { Link } from 'wouter'
import { describeLinkCheck, linkSignal, linkSourceWords } from '../../../shared/link-words.ts'
import type { LabLink, LinkCheck } from '../../../shared/links.ts'
import { servicePath, stackPath } from '../../../shared/page-paths.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { OutsideLink } from '../../ui/link-button.tsx'
import { StateWords } from '../../ui/state-words.tsx'
import { Empty, Panel } from '../../ui/surface.tsx'
import { cell, Table, tableRow, titled } from '../../ui/table.tsx'

const columns = titled('Name', 'Service', 'Address', 'From', 'State')

/** Every link with what it answers now. */
export function LinksPanel({
  links,
  checks,
}: {
  readonly links: readonly LabLink[]
  readonly checks: readonly LinkCheck[]
}) {
  const checkOf = new Map(checks.map((check) => [check.id, check]))
  return (
    <Panel title="Links" end={<span className="numeric">{links.length}</span>}>
      {links.length === 0 ? (
        <div className="border-t border-line">
          <Empty>Nothing is published, and no label names an address.</Empty>
        </div>
      ) : (
        <Table label="Links as a table" columns={columns}>
          <tbody>
            {links.map((link) => (
              <Row key={link.id} link={link} check={checkOf.get(link.id)} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  )
}

function Row({ link, check }: { readonly link: LabLink; readonly check: LinkCheck | undefined }) {
  const { name, url, kind, stack, service, group, description } = link
  return (
    <tr className={tableRow}>
      <td className={cell} title={description ?? undefined}>
        <span className="font-medium">{name}</span>
        {group !== null && <span className="ml-2 text-ink-3">{group}</span>}
      </td>
      <td className={cell}>
        <Link
          href={service === null ? stackPath(stack) : servicePath({ stack, service })}
          className="underline-offset-3 hover:underline"
        >
          {service === null ? stack : `${stack}/${service}`}
        </Link>
      </td>
      <td className={cell}>
        <span className="-my-1 flex items-center gap-1">
          {kind === 'web' ? (
            <OutsideLink href={url}>
              <span className="numeric min-w-0">{url}</span>
              <ExternalLink size={12} aria-hidden className="shrink-0" />
            </OutsideLink>
          ) : (
            <span className="numeric whitespace-nowrap">{url.replace('tcp://', '')}</span>
          )}
          <CopyButton
            text={kind === 'web' ? url : url.replace('tcp://', '')}
            label={`Copy the address of ${name}`}
          />
        </span>
      </td>
      <td className={`${cell} text-ink-3`}>{linkSourceWords[link.from]}</td>
      <td className={cell}>
        <LinkState link={link} check={check} />
      </td>
    </tr>
  )
}

/** In words and by a sign; what does not run is not called a failure. */
function LinkState({ link, check }: { readonly link: LabLink; readonly check: LinkCheck | undefined }) {
  const isOff = link.isRunning === false && (check === undefined || check.state === 'down')
  const signal = isOff ? 'stopped' : check === undefined ? 'unknown' : linkSignal(check)
  const words = isOff ? 'not running' : check === undefined ? 'not tried yet' : describeLinkCheck(check)
  return <StateWords state={signal}>{words}</StateWords>
}
