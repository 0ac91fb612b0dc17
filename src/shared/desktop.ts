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
