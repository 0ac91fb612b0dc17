import { environmentName } from '../environment-words.ts'
import type { LabSnapshot } from '../watch.ts'
import { canStart, item } from './items.ts'
import type { TrayItem, TrayView } from './model.ts'
import { cleanLabel, cleanName } from './words.ts'

const mostChoices = 20
const mostLinks = 12

/** Submenus of what there is to choose from: environments, profiles, and pages of what runs. */
export function choiceItems(view: TrayView, state: LabSnapshot): TrayItem[] {
  return [
    ...submenu('Environments', environmentItems(view, state), '/environments'),
    ...submenu('Profiles', profileItems(state), '/yard'),
    ...linkItems(view),
  ]
}

function submenu(label: string, items: readonly TrayItem[], place: string): TrayItem[] {
  if (items.length === 0) return []
  if (items.length <= mostChoices) return [{ kind: 'submenu', label, items }]
  const more = item('More in the window…', { type: 'open', place })
  return [{ kind: 'submenu', label, items: [...items.slice(0, mostChoices), more] }]
}

function environmentItems({ environments }: TrayView, state: LabSnapshot): TrayItem[] {
  return environments.map(({ name, isRunning }) => ({
    kind: 'check',
    // It is asked first: what differs is shown.
    label: `${cleanName(environmentName(name))}${isRunning ? '' : '…'}`,
    isChecked: isRunning,
    isEnabled: !isRunning && canStart(state),
    action: isRunning ? null : { type: 'environment', environment: name },
  }))
}

function profileItems({ lab }: LabSnapshot): TrayItem[] {
  const known = [...new Set(lab.stacks.flatMap(({ availableProfiles }) => availableProfiles))].sort()
  const active = [...new Set(lab.stacks.flatMap(({ profiles }) => profiles))]
  if (known.length === 0) return []
  const items = known.map((profile): TrayItem => {
    const isChecked = active.includes(profile)
    const profiles = isChecked ? active.filter((name) => name !== profile) : [...active, profile]
    return {
      kind: 'check',
      label: cleanName(profile),
      isChecked,
      isEnabled: true,
      action: { type: 'profiles', profiles: profiles.toSorted() },
    }
  })
  return [item('For what is started next', null), ...items]
}

function linkItems({ links }: TrayView): TrayItem[] {
  if (links.length === 0) return []
  const items = links
    .slice(0, mostLinks)
    .map(({ name, stack, url }) => item(cleanLabel(`${name} (${stack})`), { type: 'link', url }))
  const all = item('All addresses…', { type: 'open', place: '/addresses' })
  return [{ kind: 'submenu', label: 'Links', items: [...items, { kind: 'separator' }, all] }]
}
