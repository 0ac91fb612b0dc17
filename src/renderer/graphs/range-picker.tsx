import { Button } from '../ui/button.tsx'
import { Picker } from '../ui/picker.tsx'
import { rangeChoices, usualRange } from './range.ts'
import { useRange } from './use-range.ts'

/** The time that all graphs show. */
export function RangePicker() {
  const [range, setRange] = useRange()
  const isPiece = range.kind === 'piece'
  return (
    <>
      {isPiece && (
        <Button size="small" onClick={() => setRange(usualRange)}>
          Back to now
        </Button>
      )}
      <Picker
        name="Range"
        value={isPiece ? 'piece' : String(range.lengthMs)}
        options={[
          ...(isPiece ? [{ value: 'piece', label: 'chosen' }] : []),
          ...rangeChoices.map(({ label, lengthMs }) => ({ value: String(lengthMs), label })),
        ]}
        onChange={(value) => value !== 'piece' && setRange({ kind: 'latest', lengthMs: Number(value) })}
      />
    </>
  )
}
