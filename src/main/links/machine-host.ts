/** Where the engine publishes ports, as seen from here: this machine, or the host of its address. Pure. */
export function machineHost(engineAddress: string): string {
  const url = URL.parse(engineAddress)
  if (url === null || !['tcp:', 'http:', 'https:', 'ssh:'].includes(url.protocol)) return 'localhost'
  return url.hostname === '' || url.hostname === '127.0.0.1' ? 'localhost' : url.hostname
}
