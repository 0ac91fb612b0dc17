import { sections } from '../ui/sections.ts'

const titles: Readonly<Record<string, string>> = {
  yard: 'Yard',
  runs: 'Runs',
  logs: 'Logs',
  host: 'Host',
  map: 'Map',
  doctor: 'Doctor',
  alerts: 'Alerts',
  settings: 'Settings',
  labs: 'Labs',
  shell: 'Shell',
  ...Object.fromEntries(
    Object.values(sections).flatMap(({ tabs }) => tabs.map(({ title, path }) => [path.slice(1), title])),
  ),
}

/** What a tab or window says for a path of the page: `Logs of data/db, northlight, Switchyard`. */
export function titleOf(path: string, lab: string): string {
  const [place = '', ...names] = path.split('/').slice(1).map(decode)
  const of = place === 'runs' ? [] : names
  const title = titles[place]
  const screen = title === undefined ? of.join('/') : of.length === 0 ? title : `${title} of ${of.join('/')}`
  return [screen, lab, 'Switchyard'].filter((part) => part !== '').join(', ')
}

/** Whoever wrote the address may have written anything. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
