import { formatList, formatServiceRef } from './format.ts'
import type { StepOf } from './plan.ts'
import type { PutBack } from './run.ts'
import type { ImageState, ServiceImage, UpstreamDiff } from './updates.ts'

/** An id or digest as people tell them apart: twelve digits. */
export function formatDigest(digest: string): string {
  return digest
    .replace(/^.*@/, '')
    .replace(/^sha256:/, '')
    .slice(0, 12)
}

/** How a service stands, in a few words. */
export function describeImageState(state: ImageState): string {
  switch (state.kind) {
    case 'current':
      return 'up to date'
    case 'newer':
      return 'newer image'
    case 'here':
      return 'newer image, here already'
    case 'files':
      return 'another image in the files'
    case 'pinned':
      return 'pinned by digest'
    case 'built':
      return 'built here'
    case 'local':
      return 'made here, in no registry'
    case 'absent':
      return 'not made yet'
    case 'unknown':
      return 'not known'
  }
}

/** Whether an update would bring another image, as far as is known. */
export function isOutdated({ state }: Pick<ServiceImage, 'state'>): boolean {
  return state.kind === 'newer' || state.kind === 'here' || state.kind === 'files'
}

/** What more there is to say of it; null for nothing. */
export function explainImageState({ state, reference, runs }: ServiceImage): string | null {
  if (state.kind === 'newer') return `the registry has ${formatDigest(state.digest)}`
  if (state.kind === 'files') return `runs ${runs ?? 'nothing'}, the files name ${reference ?? 'a build'}`
  return state.kind === 'unknown' ? state.reason : null
}

/** Why a container is replaced. */
export function describeReplace({
  reason,
  image,
  previous,
  follows,
  to,
}: Pick<StepOf<'replace'>, 'reason' | 'image' | 'previous' | 'follows' | 'to'>): string {
  switch (reason) {
    case 'newer':
      return `a newer ${image}`
    case 'here':
      return `the ${image} that is here already`
    case 'files':
      return `${image} in place of ${previous.image}`
    case 'built':
      return 'if the build brings another image'
    case 'unknown':
      return `if the pull brings another ${image}`
    case 'follows':
      return `with ${formatList(follows.map(formatServiceRef))}`
    case 'asked':
      return `back to ${formatDigest(to ?? '')}`
  }
}

/** How the putting back of a service ended. */
export function describePutBack({ service, image, imageId, isReady }: PutBack): string {
  const end = isReady ? 'and ready' : 'but not ready with it either'
  return `${formatServiceRef(service)}: back to ${image} (${formatDigest(imageId)}), ${end}`
}

/** Differences in numbers: `services: 2 only upstream, 3 changed`. */
export function summarizeUpstream({ addedServices, removedServices, services }: UpstreamDiff): string {
  const counts = [
    [addedServices.length, 'only upstream'],
    [removedServices.length, 'only here'],
    [services.length, 'changed'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return told.length === 0 ? 'the same' : `services: ${told.join(', ')}`
}

type UpstreamChange = UpstreamDiff['services'][number]['changes'][number]

const partWords: Readonly<Record<UpstreamChange['part'], string>> = {
  image: 'image',
  build: 'build',
  command: 'command',
  environment: 'variables',
  ports: 'ports',
  volumes: 'volumes',
  depends_on: 'depends on',
  healthcheck: 'health check',
}

/** One difference on one line: `variables: + JWT_KEYS, - OLD_KEY, changed SITE_URL`. */
export function describeChange({ part, added, removed, changed }: UpstreamChange): string {
  const words =
    part === 'image' ? changed : changed.map((name) => (name === 'differs' ? name : `changed ${name}`))
  const told = [...added.map((name) => `+ ${name}`), ...removed.map((name) => `- ${name}`), ...words]
  return `${partWords[part]}: ${told.join(', ')}`
}
