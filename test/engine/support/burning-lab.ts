import { openLabWith, type LabFixture } from './lab-fixture.ts'

/** A lab of one service that takes all of the processor time it may, and one that takes none. */
export function openBurningLab(name: string): Promise<LabFixture> {
  return openLabWith(name, { 'compose.yaml': `name: ${name}\n${services}` })
}

const services = `services:
  burner:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'while :; do :; done']
    cpus: 0.3
    mem_limit: 64m
    stop_grace_period: 0s
  idle:
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s
`
