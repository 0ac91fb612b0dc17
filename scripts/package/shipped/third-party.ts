import type { ShippedPackage } from './shipped-package.ts'

/** The runtime that is shipped beside the libraries; null where the machine's own is used. */
export interface ShippedRuntime {
  readonly version: string
  readonly license: string
}

/** Everything of others that is shipped, with its licences, each text once. Markdown. Pure. */
export function thirdPartyText(
  packages: readonly ShippedPackage[],
  runtime: ShippedRuntime | null = null,
): string {
  const texts = new Map<string, ShippedPackage[]>()
  for (const each of packages)
    for (const text of each.texts) texts.set(text, [...(texts.get(text) ?? []), each])
  return [
    '# What others have written and Switchyard ships',
    '',
    ...(runtime ? [`- Node.js ${runtime.version}: see the end`] : []),
    ...packages.map((each) => `- ${titleOf(each)}: ${licenseOf(each)}`),
    ...[...texts].flatMap(([text, owners]) => ['', `## ${owners.map(titleOf).join(', ')}`, '', quoted(text)]),
    ...(runtime ? ['', `## Node.js ${runtime.version}`, '', quoted(runtime.license.trim())] : []),
    '',
  ].join('\n')
}

/** Names of licences, each once, sorted. */
export function licensesOf(packages: readonly ShippedPackage[]): readonly string[] {
  return [...new Set(packages.map(licenseOf))].sort()
}

function titleOf({ name, version }: ShippedPackage): string {
  return `${name} ${version}`
}

function licenseOf({ license }: ShippedPackage): string {
  return license === '' ? 'no licence named' : license
}

/** Texts are shown as they came. */
function quoted(text: string): string {
  return text
    .split('\n')
    .map((each) => `    ${each}`.trimEnd())
    .join('\n')
}
