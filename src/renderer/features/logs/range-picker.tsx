import { Picker } from '../../ui/picker.tsx'

export type Range = '5m' | '15m' | '1h' | 'all'

export const rangeMs: Readonly<Record<Range, number | null>> = {
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  all: null,
}

const options = [
  { value: '5m', label: 'last 5m' },
  { value: '15m', label: 'last 15m' },
  { value: '1h', label: 'last 1h' },
  { value: 'all', label: 'all' },
]

/** From when on lines are shown. */
export function RangePicker({
  range,
  onChange,
}: {
  readonly range: Range
  readonly onChange: (range: Range) => void
}) {
  return (
    <Picker name="Range" value={range} options={options} onChange={(value) => onChange(value as Range)} />
  )
}
