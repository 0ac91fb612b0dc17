/** One line of `/proc/meminfo`, in KiB; 0 for one that the kernel does not have. */
export function readKib(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0)
}
