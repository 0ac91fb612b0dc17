import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeInLab, readPlaceInLab } from '../../../src/shared/desktop.ts'

it('a place in a lab is read as it was written, whatever the names', () => {
  expect(placeInLab('/home/ai/lab', '/stacks/apps')).toBe(
    '/open/dir=%2Fhome%2Fai%2Flab&place=%2Fstacks%2Fapps',
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (dir, name) => {
      const place = `/stacks/${encodeURIComponent(name)}`
      expect(readPlaceInLab(`#${placeInLab(dir, place)}`)).toEqual({ dir, place })
    }),
  )
})

it.each([
  '',
  '#/yard',
  '#/open/',
  '#/open/dir=%2Flab',
  '#/open/place=%2Fyard',
  '#/open/dir=%2Flab&place=https://x',
])('%s is no such place', (hash) => {
  expect(readPlaceInLab(hash)).toBeNull()
})
