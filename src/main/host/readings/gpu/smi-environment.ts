/** Its words are in one language only, but its numbers would follow the operator's. */
export function smiEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' }
}
