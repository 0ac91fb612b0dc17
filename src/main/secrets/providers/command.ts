import type { Provider } from './model.ts'

/** Any program. A text is one path; of a list, what has a slash in it is a path, and the rest is found on the PATH. */
export const command: Provider<'command'> = ({ run, format }, resolve) => {
  const [program = '', ...args] = typeof run === 'string' ? [run] : run
  const isPath = typeof run === 'string' || program.includes('/')
  return { command: [isPath ? resolve(program) : program, ...args], format: format ?? 'dotenv' }
}
