import type { GuardName } from '../../../../shared/host.ts'
import { formatBytes } from '../../../../shared/format.ts'
import { listNames } from '../list-names.ts'
import { readText } from '../kept-file.ts'

/** What a guard is set to, in words; null when it cannot be told. */
export function describeThreshold(
  guard: GuardName,
  args: readonly string[] | null,
  etcDir = '/etc',
): string | null {
  switch (guard) {
    case 'earlyoom':
      return args && describeEarlyoom(args)
    case 'systemd-oomd':
      return describeOomd(readOomdConfiguration(etcDir))
    case 'nohang':
    case 'nohang-desktop':
      return describeNohang(readText(`${etcDir}/nohang/${guard}.conf`) ?? '')
  }
}

/** Arguments of earlyoom. Source: earlyoom(1): `-m PERCENT[,KILL]`, `-s`; `-M SIZE[,KILL]` and `-S` in KiB; 10 % each. */
export function describeEarlyoom(args: readonly string[]): string {
  const limits = new Map<string, string>()
  args.forEach((arg, index) => {
    const found = /^-([mMsS])(.*)$/.exec(arg)
    const value = found?.[2] || args[index + 1]
    if (found && value !== undefined) limits.set(found[1] ?? '', value.split(',')[0] ?? '')
  })
  const words = (percent: string, size: string) => {
    const kib = limits.get(size)
    return kib === undefined ? `${limits.get(percent) ?? '10'}\u00a0%` : formatBytes(Number(kib) * 1024)
  }
  return `ends processes below ${words('m', 'M')} memory and ${words('s', 'S')} swap`
}

/** Source: oomd.conf(5). Later lines win, and drop-ins come after the file. */
export function describeOomd(configuration: string): string {
  const valueOf = (name: string) =>
    [...configuration.matchAll(new RegExp(`^\\s*${name}\\s*=\\s*([\\d.]+)`, 'gm'))].at(-1)?.[1]
  const swap = valueOf('SwapUsedLimit') ?? '90'
  const pressure = valueOf('DefaultMemoryPressureLimit') ?? '60'
  return `ends groups of processes above ${swap}\u00a0% swap or ${pressure}\u00a0% memory pressure`
}

function readOomdConfiguration(etcDir: string): string {
  const dirs = ['/usr/lib/systemd/oomd.conf.d', `${etcDir}/systemd/oomd.conf.d`]
  const dropIns = dirs.flatMap((dir) => listNames(dir).map((name) => readText(`${dir}/${name}`) ?? ''))
  return [readText(`${etcDir}/systemd/oomd.conf`) ?? '', ...dropIns].join('\n')
}

/** Null for a configuration without the usual lines. */
export function describeNohang(configuration: string): string | null {
  const valueOf = (name: string) =>
    new RegExp(`^\\s*${name}\\s*=\\s*([\\d.]+)\\s*(%|M)`, 'm').exec(configuration)?.slice(1)
  const words = ([amount, unit]: readonly string[]) => `${amount}\u00a0${unit === 'M' ? 'MiB' : unit}`
  const [memory, swap] = [valueOf('soft_threshold_min_mem'), valueOf('soft_threshold_min_swap')]
  return memory && swap ? `ends processes below ${words(memory)} memory and ${words(swap)} swap` : null
}
