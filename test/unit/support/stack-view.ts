import type { StackView } from '../../../src/shared/lab.ts'

/** A stack of the first wave in `/lab`, to say of it only what a test is about. */
export function stackView(
  name: string,
  services: readonly string[],
  more: Partial<StackView> = {},
): StackView {
  return {
    name,
    project: name,
    alwaysOn: false,
    autoStart: true,
    wave: 0,
    needs: [],
    dir: '/lab',
    files: [],
    envFiles: [],
    profiles: [],
    availableProfiles: [],
    environments: [],
    services: [...services],
    links: [],
    why: '',
    ...more,
  }
}
