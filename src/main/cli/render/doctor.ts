import type { DoctorReport, Finding } from '../../../shared/doctor.ts'
import { formatPlace, formatCount } from '../../../shared/format.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Findings with advice, what was fixed, and a count of each level. */
export function renderDoctorReport(report: DoctorReport, style: Style): Line[] {
  const heads = alignColumns(report.findings.map((finding) => renderFinding(finding, style)))
  return [
    ...report.findings.flatMap((finding, index) => [heads[index] ?? [], ...renderAdvice(finding)]),
    ...report.fixed.map((sentence) => [...symbol('ready', style), span(`Fixed: ${sentence}`)]),
    renderTotal(report),
  ]
}

const signals: Readonly<Record<Finding['level'], Signal>> = {
  ok: 'ready',
  warning: 'warning',
  error: 'failed',
}

function renderFinding(finding: Finding, style: Style): Line[] {
  const where = finding.place ? [span(`${formatPlace(finding.place)}: `, 'quiet')] : []
  return [
    [...symbol(signals[finding.level], style), span(finding.check, 'quiet')],
    [...where, span(finding.message)],
  ]
}

function renderAdvice(finding: Finding): Line[] {
  if (finding.level === 'ok') return []
  const advice = finding.advice ? [line(`     ${finding.advice}`)] : []
  const fix = finding.fix ? [line('     `switchyard doctor --fix` does this.', 'quiet')] : []
  return [...advice, ...fix]
}

function renderTotal({ findings }: DoctorReport): Line {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const parts = [
    formatCount(count('error'), 'error'),
    formatCount(count('warning'), 'warning'),
    `${count('ok')} ok`,
  ]
  return line(parts.join(', '), 'strong')
}

function symbol(signal: Signal, style: Style): Line {
  return [span(symbolOf(signal, style), signal), span(' ')]
}
