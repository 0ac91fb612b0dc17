import { describe, expect, it } from 'vitest'
import { cleanPath, pathBelow } from '../../../../src/renderer/features/labs/paths.ts'

describe('cleanPath', () => {
  it('takes a path as people paste it', () => {
    expect(
      [
        '  /home/me/lab/ ',
        '"/home/me/my lab"',
        'file:///home/me/my%20lab',
        'file:///bad%zz',
        '/',
        '//',
        '',
      ].map(cleanPath),
    ).toEqual(['/home/me/lab', '/home/me/my lab', '/home/me/my lab', '/bad%zz', '/', '/', ''])
  })
})

describe('pathBelow', () => {
  it('shortens what lies in the folder and nothing else', () => {
    expect(
      ['/lab', '/lab/a/b.yaml', '/laboratory/b.yaml', '/else'].map((path) => pathBelow('/lab', path)),
    ).toEqual(['.', 'a/b.yaml', '/laboratory/b.yaml', '/else'])
  })
})
