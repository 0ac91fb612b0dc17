import type { Settings } from '../../../shared/app.ts'
import { Switch } from '../../ui/switch.tsx'
import { SettingPanel, SettingRow } from './setting.tsx'
import { ShortcutField } from './shortcut-field.tsx'
import { useSaving } from './use-saving.ts'

type Choice = {
  readonly [Key in keyof Settings]: Settings[Key] extends boolean ? Key : never
}[keyof Settings]

const choices: readonly { readonly key: Choice; readonly name: string; readonly description: string }[] = [
  {
    key: 'closeToTray',
    name: 'Close to tray',
    description: 'Closing the window keeps Switchyard in the tray. Containers go on either way.',
  },
  {
    key: 'startAtLogin',
    name: 'Open at login',
    description:
      'Switchyard opens in the tray when you log in, and starts nothing. The service under Schedules may run beside it: only one of them keeps schedules and sends alerts.',
  },
  {
    key: 'deepLinks',
    name: 'Links of Switchyard',
    description:
      'Links like switchyard://home/apps?action=up open the lab here. Whatever one would change, you are asked first.',
  },
]

/** What there is only where the page is in the desktop app. */
export function Desktop() {
  const saving = useSaving()
  return (
    <SettingPanel title="Desktop" saving={saving}>
      {choices.map(({ key, name, description }) => (
        <SettingRow key={key} name={name} description={description}>
          <Switch
            label={name}
            isOn={saving.settings[key]}
            isPending={saving.isSaving}
            onChange={(isOn) => saving.save({ [key]: isOn })}
          />
        </SettingRow>
      ))}
      <ShortcutField saving={saving} />
    </SettingPanel>
  )
}
