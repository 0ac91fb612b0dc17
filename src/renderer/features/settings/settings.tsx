import { FolderOpen } from 'lucide-react'
import { useLocation } from 'wouter'
import { findDesktop } from '../../bridge/desktop-transport.ts'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { PageHead } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { About } from './about.tsx'
import { Alerts } from './alerts.tsx'
import { Desktop } from './desktop.tsx'
import { LinkHosts } from './link-hosts.tsx'
import { Measuring } from './measuring.tsx'
import { SettingPanel, SettingRow } from './setting.tsx'
import { ShortcutTable } from './shortcut-table.tsx'
import { useSaving } from './use-saving.ts'

export default function Screen() {
  const [, navigate] = useLocation()
  return (
    <>
      <PageHead
        title="Settings"
        actions={
          <Button icon={<FolderOpen size={16} aria-hidden />} onClick={() => navigate('/labs')}>
            Labs
          </Button>
        }
      />
      <div className="relative min-h-0 flex-1 overflow-auto">
        <div className="grid max-w-[1080px] gap-4 p-5 max-[1240px]:p-3.5">
          <Appearance />
          {findDesktop() && <Desktop />}
          <Alerts />
          <LinkHosts />
          <Measuring />
          <Keys />
          <About />
        </div>
      </div>
    </>
  )
}

const themes = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

function Appearance() {
  const saving = useSaving()
  return (
    <SettingPanel title="Appearance" saving={saving}>
      <SettingRow name="Theme" description="System follows what the desktop or the browser uses.">
        <Segmented
          label="Theme"
          value={saving.settings.theme}
          options={themes}
          onChange={(theme) => saving.save({ theme })}
        />
      </SettingRow>
    </SettingPanel>
  )
}

function Keys() {
  const saving = useSaving()
  return (
    <SettingPanel title="Keyboard" saving={saving}>
      <SettingRow
        name="Single keys"
        description="Keys like S and R act by themselves outside of fields. Without them, those with Ctrl still do, and the palette has everything."
      >
        <Switch
          label="Single keys"
          isOn={saving.settings.singleKeys}
          isPending={saving.isSaving}
          onChange={(singleKeys) => saving.save({ singleKeys })}
        />
      </SettingRow>
      <ShortcutTable />
    </SettingPanel>
  )
}
