import { isAllowedLink, readWebAddress } from './allowed-links.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'

/** Opens an address of the page in the operator's browser, if it may be; says what to do where it may not. */
export async function openLink(
  { dialog, shell }: Pick<DesktopApi, 'dialog' | 'shell'>,
  client: DesktopClient,
  url: string,
): Promise<void> {
  const address = readWebAddress(url)
  // Scripts, files and the like: no link of ours says that, so there is nothing to tell the operator.
  if (!address) return
  const { linkHosts } = await client.settings.get()
  // Labs are read only when the address is not allowed without them: that takes a moment.
  const isAllowed =
    isAllowedLink(url, { labLinks: [], linkHosts }) ||
    isAllowedLink(url, { labLinks: await readLabLinks(client), linkHosts })
  if (isAllowed) {
    await shell.openExternal(address.href)
    return
  }
  await dialog.showMessageBox({
    type: 'info',
    message: `Switchyard does not open links to ${address.hostname}.`,
    detail: `${address.href}\n\nTo allow them, add ${address.hostname} to the link hosts in Settings.`,
    buttons: ['OK'],
  })
}

/** Links of all known labs, also those of labels; a lab that cannot be read has none. */
async function readLabLinks(client: DesktopClient): Promise<string[]> {
  const labs = await client.labs.list()
  const lists = await Promise.allSettled(labs.map(({ dir }) => client.links.list({ dir })))
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value.map(({ url }) => url) : []))
}
