import { describe, expect, it } from 'vitest'
import type { TerminalRequest } from '../../../src/main/engine/model.ts'
import { startShell } from '../../../src/main/shell/start-shell.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { createSmallTerminal } from './small-terminal.ts'

const request = { containerId: 'web', service: 'app/web', columns: 80, rows: 24 }
const missing = 'exec: "sh": executable file not found in $PATH'

/** An engine whose terminals say these things, one after the other; an error is thrown before there is one. */
function engineThatSays(answers: readonly (readonly string[] | Error)[]) {
  const asked: TerminalRequest[] = []
  const engine = {
    openTerminal: (_id: string, terminalRequest: TerminalRequest) => {
      const answer = answers[asked.length] ?? []
      asked.push(terminalRequest)
      if (answer instanceof Error) return Promise.reject(answer)
      const small = createSmallTerminal()
      for (const text of answer) small.print(text)
      small.end(answer.includes(missing) ? 127 : 0)
      return Promise.resolve(small.terminal)
    },
  }
  return { engine, asked }
}

async function textOf(output: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of output) text += chunk.toString()
  return text
}

describe('the start of a shell', () => {
  it('gives what it prints without what is for us, however it is cut', async () => {
    const { engine, asked } = engineThatSays([['\u001e', '12', '34\u001e$', ' é']])
    const started = await startShell(engine, request)
    expect([started.program, started.session, await textOf(started.output)]).toEqual(['sh', 1234, '$ é'])
    expect(asked).toEqual([
      {
        command: ['sh', '-c', expect.stringContaining('exec bash') as string, 'sh'],
        variables: { TERM: 'xterm-256color' },
        columns: 80,
        rows: 24,
      },
    ])
  })

  it('tries other places where the first has none, whether the engine says it before or on the terminal', async () => {
    const refusal = new SwitchyardError('ENGINE_REFUSED', `The engine says: ${missing}.`)
    const { engine, asked } = engineThatSays([[missing], refusal, ['\u001e7\u001e']])
    expect((await startShell(engine, request)).program).toBe('bash')
    expect(asked.map(({ command }) => command[0])).toEqual(['sh', '/bin/sh', 'bash'])
  })

  it('says when there is none at all', async () => {
    const { engine } = engineThatSays([[missing], [missing], [missing]])
    await expect(startShell(engine, request)).rejects.toMatchObject({
      code: 'SHELL_MISSING',
      message: 'There is no shell in the container of app/web.',
    })
  })

  it('tells anything else in the engine’s words', async () => {
    const { engine } = engineThatSays([['cgroup is gone']])
    await expect(startShell(engine, request)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: 'The shell in app/web did not start: cgroup is gone.',
    })
  })
})
