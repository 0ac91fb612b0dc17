import { expect, it } from 'vitest'
import { goBack } from '../../../../src/renderer/app/go-back.ts'
import { loadScreen } from '../../../../src/renderer/app/load-screen.ts'
import { titleOf } from '../../../../src/renderer/app/title-of.ts'

/** What Back does on a page with these entries of the tab's history, standing on the one with this index. */
function goBackFrom(index: number, entries: readonly { readonly sameDocument: boolean }[] | null) {
  const done: string[] = []
  const history = { back: () => void done.push('back') }
  const navigate = (path: string) => void done.push(path)
  const navigation = { currentEntry: { index }, entries: () => entries ?? [] }
  goBack(navigate, entries === null ? { history } : { history, navigation })
  return done
}

it('goes back within the page, and to the yard where the page began', () => {
  const [foreign, own] = [{ sameDocument: false }, { sameDocument: true }]
  expect([
    goBackFrom(1, [own, own]),
    goBackFrom(0, [own]),
    goBackFrom(1, [foreign, own]),
    goBackFrom(2, [foreign, own, own]),
    goBackFrom(1, null),
  ]).toEqual([['back'], ['/yard'], ['/yard'], ['back'], ['/yard']])
})

it('names every screen in the title', () => {
  const paths = [
    '/yard',
    '/logs',
    '/logs/data/db',
    '/services/data/a%2Fb',
    '/stacks/data',
    '/runs/42',
    '/shell/%',
  ]
  expect(paths.map((path) => titleOf(path, 'northlight'))).toEqual([
    'Yard, northlight, Switchyard',
    'Logs, northlight, Switchyard',
    'Logs of data/db, northlight, Switchyard',
    'data/a/b, northlight, Switchyard',
    'data, northlight, Switchyard',
    'Runs, northlight, Switchyard',
    'Shell of %, northlight, Switchyard',
  ])
  expect(titleOf('/labs', '')).toBe('Labs, Switchyard')
})

it('asks for code that did not come once more', async () => {
  const answers = [Promise.reject(new Error('the network changed')), Promise.resolve('screen')]
  expect(await loadScreen(() => answers.shift() ?? Promise.reject(new Error('asked too often')))).toBe(
    'screen',
  )
})
