import { homedir } from 'node:os'
import { expect, it } from 'vitest'
import { findStorePaths } from '../../../src/main/store/paths.ts'

it.each([
  [
    'below the home',
    { HOME: '/home/me' },
    ['/home/me/.config/switchyard', '/home/me/.local/state/switchyard', '/home/me/.cache/switchyard'],
  ],
  [
    'where XDG says',
    { HOME: '/home/me', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s/', XDG_CACHE_HOME: '/k' },
    ['/c/switchyard', '/s/switchyard', '/k/switchyard'],
  ],
  [
    'not where XDG says when that is relative or empty, as the specification asks',
    { HOME: '/home/me', XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '', XDG_CACHE_HOME: './k' },
    ['/home/me/.config/switchyard', '/home/me/.local/state/switchyard', '/home/me/.cache/switchyard'],
  ],
  [
    'below the home of the account when none is named',
    {},
    ['.config', '.local/state', '.cache'].map((folder) => `${homedir()}/${folder}/switchyard`),
  ],
])('own things are kept %s', (_, variables, [configDir, stateDir, cacheDir]) => {
  expect(findStorePaths(variables)).toEqual({ configDir, stateDir, cacheDir })
})
