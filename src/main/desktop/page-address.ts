/** Where the page comes from; whatever comes from elsewhere is not the page. */
export interface PageAddress {
  readonly url: string
  /** As browsers write it: scheme and host. */
  readonly origin: string
}

export const pageScheme = 'app'
export const pageHost = 'switchyard'

/** The built page, or, for people who work on it, the development server that electron-vite has started. */
export function findPageAddress(devServerUrl: string | null): PageAddress {
  if (devServerUrl !== null) return { url: devServerUrl, origin: new URL(devServerUrl).origin }
  const origin = `${pageScheme}://${pageHost}`
  return { url: `${origin}/`, origin }
}

/** Whether a URL belongs to the page. */
export function isPage({ origin }: PageAddress, url: string): boolean {
  const parsed = URL.parse(url)
  // Not `URL.origin`: Node says 'null' for schemes that it does not know.
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === origin && parsed.username === ''
}
