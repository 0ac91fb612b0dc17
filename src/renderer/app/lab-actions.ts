import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { environmentName } from '../../shared/environment-words.ts'
import type { LabView } from '../../shared/lab.ts'
import { logsPath, servicePath, shellPath, stackPath } from '../../shared/page-paths.ts'
import { useActions, type Action } from '../actions/action-registry.tsx'
import { useRunActions, type RunActions } from '../actions/run-actions.tsx'
import { useSettings } from '../actions/settings.tsx'
import { useLabPart } from '../bridge/use-bridge.tsx'

/** A lab of one environment and no profiles has nothing to switch to. */
function environmentActions(lab: LabView | undefined, { switchTo }: RunActions): readonly Action[] {
  const named = [...new Set(lab?.stacks.flatMap(({ environments }) => environments) ?? [])]
  const hasProfiles = lab?.stacks.some(({ profiles }) => profiles.length > 0) ?? false
  if (named.length === 0 && !hasProfiles) return []
  return [null, ...named].map((environment) => ({
    id: `environment:${environmentName(environment)}${environment === null ? ':plain' : ''}`,
    title: `Switch to ${environmentName(environment)}…`,
    group: 'Environments',
    keywords: ['environment', 'profile', 'instead'],
    run: () => switchTo(environment),
  }))
}

/** What can be done with the whole lab, with each stack and with each service, from anywhere. */
export function useLabActions(): void {
  const lab = useLabPart(({ state }) => state?.lab)
  const runs = useRunActions()
  const { update } = useSettings()
  const [, navigate] = useLocation()

  const actions = useMemo<readonly Action[]>(() => {
    const whole: readonly Action[] = [
      {
        id: 'lab:start',
        title: 'Start everything',
        group: 'Lab',
        keywords: ['up'],
        shortcut: 'Shift+s',
        run: () => runs.start(),
      },
      {
        id: 'lab:update',
        title: 'Update everything…',
        group: 'Lab',
        keywords: ['pull', 'images', 'newer'],
        run: () => runs.update([]),
      },
      {
        id: 'lab:outdated',
        title: 'Check for updates',
        group: 'Lab',
        keywords: ['outdated', 'images', 'newer'],
        run: () => navigate('/updates'),
      },
      {
        id: 'apps:on',
        title: 'Apps on',
        group: 'Lab',
        keywords: ['start', 'master'],
        run: () => runs.switchApps(true),
      },
      {
        id: 'apps:off',
        title: 'Apps off: stop all that is not always-on',
        group: 'Lab',
        keywords: ['stop', 'master', 'down'],
        run: () => runs.switchApps(false),
      },
      {
        id: 'theme',
        title: 'Switch between dark and light',
        group: 'Settings',
        keywords: ['theme', 'colour'],
        run: () => {
          const isDark = document.documentElement.dataset['theme'] === 'dark'
          update({ theme: isDark ? 'light' : 'dark' })
        },
      },
    ]
    const stacks = (lab?.stacks ?? []).flatMap(({ name, services }): readonly Action[] => [
      ...describe(`stack:${name}`, name, 'Stacks', [name]),
      {
        id: `stack:${name}:down`,
        title: `Remove the containers of ${name}`,
        group: 'Stacks',
        keywords: ['down'],
        isMinor: true,
        run: () => runs.down([name]),
      },
      {
        id: `stack:${name}:build`,
        title: `Build the images of ${name} without the cache`,
        group: 'Stacks',
        keywords: ['rebuild', 'no-cache'],
        isMinor: true,
        run: () => runs.build([name], { noCache: true }),
      },
      {
        id: `stack:${name}:open`,
        title: `Show ${name}`,
        group: 'Stacks',
        run: () => navigate(stackPath(name)),
      },
      ...services.flatMap((service) => {
        const id = `service:${name}/${service}`
        return [
          ...describe(id, `${name}/${service}`, 'Services', [`${name}/${service}`]).map((action) => ({
            ...action,
            isMinor: true,
          })),
          ...(
            [
              ['services', 'Show', servicePath({ stack: name, service })],
              ['logs', 'Logs of', logsPath(name, service)],
              ['shell', 'Shell in', shellPath({ stack: name, service })],
            ] as const
          ).map(([place, verb, path]) => ({
            id: `${id}:${place}`,
            title: `${verb} ${name}/${service}`,
            group: 'Services',
            isMinor: true,
            run: () => navigate(path),
          })),
        ]
      }),
    ])
    return [...whole, ...environmentActions(lab, runs), ...stacks]

    function describe(
      id: string,
      name: string,
      group: string,
      targets: readonly string[],
    ): readonly Action[] {
      return [
        {
          id: `${id}:start`,
          title: `Start ${name}`,
          group,
          keywords: ['up'],
          run: () => runs.start(targets),
        },
        { id: `${id}:stop`, title: `Stop ${name}`, group, run: () => runs.stop(targets) },
        { id: `${id}:restart`, title: `Restart ${name}`, group, run: () => runs.restart(targets) },
      ]
    }
  }, [lab, runs, update, navigate])
  useActions(actions)
}
