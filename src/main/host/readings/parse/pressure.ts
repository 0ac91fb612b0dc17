export interface PressureAverages {
  readonly avg10: number
  readonly avg60: number
  readonly avg300: number
}

export interface PressureLines {
  readonly some: PressureAverages
  readonly full: PressureAverages | null
}

/** A file of `/proc/pressure`; null when it has no `some` line. Source: Documentation/accounting/psi.rst. */
export function parsePressure(text: string): PressureLines | null {
  const some = parseLine(text, 'some')
  return some && { some, full: parseLine(text, 'full') }
}

function parseLine(text: string, kind: 'some' | 'full'): PressureAverages | null {
  const found = new RegExp(`^${kind} avg10=([\\d.]+) avg60=([\\d.]+) avg300=([\\d.]+)`, 'm').exec(text)
  return found && { avg10: Number(found[1]), avg60: Number(found[2]), avg300: Number(found[3]) }
}
