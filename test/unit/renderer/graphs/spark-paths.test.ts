import { describe, expect, it } from 'vitest'
import { sparkPaths } from '../../../../src/renderer/ui/spark-paths.ts'

describe('a sparkline', () => {
  it('is a line and an area, broken where there is a gap', () => {
    const box = { width: 40, height: 10, lineTop: 2 }
    expect(sparkPaths([0, 1, null, 2, 4], [0.5, 0.5, null, null, 1], box)).toEqual({
      line: 'M0 10L10 5M30 0L40 0',
      area: 'M0 10L0 5L10 5L10 10ZM40 10L40 0L40 10Z',
    })
  })
})
