import { useState } from 'react'
import { findDesktop } from '../../bridge/desktop-transport.ts'
import {
  switchWebNotifications,
  webNotificationState,
  type WebNotificationState,
} from '../../bridge/web-notifications.ts'
import { Switch } from '../../ui/switch.tsx'
import { AlertRuleTable } from './alert-rule-table.tsx'
import { Channels } from './channels.tsx'
import { SettingPanel, SettingRow } from './setting.tsx'
import { useSaving } from './use-saving.ts'

/** When the operator is told, and where. */
export function Alerts() {
  const saving = useSaving()
  return (
    <>
      <SettingPanel title="Alerts" saving={saving}>
        {findDesktop() ? (
          <SettingRow
            name="Desktop notifications"
            description="Alerts and recoveries are shown by the desktop, also while the window is hidden."
          >
            <Switch
              label="Desktop notifications"
              isOn={saving.settings.desktopNotifications}
              isPending={saving.isSaving}
              onChange={(desktopNotifications) => saving.save({ desktopNotifications })}
            />
          </SettingRow>
        ) : (
          <WebNotifications />
        )}
        <AlertRuleTable saving={saving} />
      </SettingPanel>
      <Channels />
    </>
  )
}

const webWords: Readonly<Record<WebNotificationState, string>> = {
  on: 'This browser shows alerts while the page is open in a tab.',
  off: 'This browser shows alerts while the page is open in a tab; it asks for your permission first.',
  denied:
    'This browser forbids this page to show notifications. Allow it beside the address, then switch it on.',
  unsupported:
    'This browser has no notifications for this page. They need https, or an address of this machine.',
}

function WebNotifications() {
  const [state, setState] = useState(webNotificationState)
  return (
    <SettingRow name="Notifications of this browser" description={webWords[state]}>
      <Switch
        label="Notifications of this browser"
        isOn={state === 'on'}
        disabled={state === 'unsupported'}
        onChange={(isOn) => void switchWebNotifications(isOn).then(setState)}
      />
    </SettingRow>
  )
}
