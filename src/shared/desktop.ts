/** The page posts this to its own window to ask the preload for a port to the core. */
export const connectMessage = 'switchyard:connect'

/** The preload posts this to the page's window with the port; after a reload the page asks anew. */
export const portMessage = 'switchyard:port'

/** What the preload gives the page besides the port, as `window.switchyardDesktop`. Undefined in a browser. */
export interface SwitchyardDesktop {
  readonly platform: string
  /** Absolute path of a file or folder that was dropped on the page; empty for one that has none. */
  readonly pathOfDroppedFile: (file: File) => string
}

const placeStart = '#/open/'

/** The page's address, behind the `#`, of a place in a lab that may not be the one that is shown. */
export function placeInLab(dir: string, place: string): string {
  return `${placeStart.slice(1)}${new URLSearchParams({ dir, place }).toString()}`
}

/** What such an address says; null for one that is not whole. */
export function readPlaceInLab(hash: string): { readonly dir: string; readonly place: string } | null {
  if (!hash.startsWith(placeStart)) return null
  const said = new URLSearchParams(hash.slice(placeStart.length))
  const dir = said.get('dir')
  const place = said.get('place')
  return dir !== null && place?.startsWith('/') === true ? { dir, place } : null
}
