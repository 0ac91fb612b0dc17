/** The host under which the reader reaches the machine; the desktop app is on it. */
export function pageHost(): string {
  return /^https?:$/.test(location.protocol) ? location.hostname : 'localhost'
}
