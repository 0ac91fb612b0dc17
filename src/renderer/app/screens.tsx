import { lazy, Suspense, type ComponentType } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { Bones } from '../ui/surface.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import Yard from '../features/yard/yard.tsx'
import { loadScreen } from './load-screen.ts'
import OpenLab from './open-lab.tsx'

/*
 * Every screen but the first is loaded when it is opened first. Routes stand in the page's address after the #, with names encoded:
 * stack and service names may hold anything.
 */
const screens: readonly (readonly [path: string, screen: ComponentType])[] = [
  ['/yard', Yard],
  ['/open/*', OpenLab],
  ['/runs', lazy(() => loadScreen(() => import('../features/runs/runs.tsx')))],
  ['/runs/:runId', lazy(() => loadScreen(() => import('../features/runs/run.tsx')))],
  ['/stacks/:stack', lazy(() => loadScreen(() => import('../features/stack/stack.tsx')))],
  ['/services/:stack/:service', lazy(() => loadScreen(() => import('../features/service/service.tsx')))],
  ['/shell/:stack/:service', lazy(() => loadScreen(() => import('../features/shell/shell.tsx')))],
  ['/logs/:stack?/:service?', lazy(() => loadScreen(() => import('../features/logs/logs.tsx')))],
  ['/host', lazy(() => loadScreen(() => import('../features/host/host.tsx')))],
  ['/map', lazy(() => loadScreen(() => import('../features/map/map.tsx')))],
  ['/split', lazy(() => loadScreen(() => import('../features/split/split.tsx')))],
  ['/doctor', lazy(() => loadScreen(() => import('../features/doctor/doctor.tsx')))],
  ['/schedules', lazy(() => loadScreen(() => import('../features/schedules/schedules.tsx')))],
  ['/variables', lazy(() => loadScreen(() => import('../features/variables/variables.tsx')))],
  ['/environments', lazy(() => loadScreen(() => import('../features/environments/environments.tsx')))],
  ['/alerts', lazy(() => loadScreen(() => import('../features/alerts/alerts.tsx')))],
  ['/storage', lazy(() => loadScreen(() => import('../features/storage/storage.tsx')))],
  ['/addresses', lazy(() => loadScreen(() => import('../features/addresses/addresses.tsx')))],
  ['/updates', lazy(() => loadScreen(() => import('../features/updates/updates.tsx')))],
  ['/settings', lazy(() => loadScreen(() => import('../features/settings/settings.tsx')))],
  ['/labs', lazy(() => loadScreen(() => import('../features/labs/labs.tsx')))],
]

export function Screens() {
  const [location] = useLocation()
  return (
    <ErrorBoundary key={location}>
      <Suspense fallback={<Bones />}>
        <Switch>
          {screens.map(([path, Screen]) => (
            <Route key={path} path={path}>
              <Screen />
            </Route>
          ))}
          <Route>
            <Redirect to="/yard" replace />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
