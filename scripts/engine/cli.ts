import { parseArgs } from 'node:util'
import { allImageNames, ensureImages, imageNames, imageTag } from './images.ts'
import type { ImageName } from './images.ts'
import { findPrivateEngine, listPrivateEngines, startPrivateEngine } from './private-engine.ts'
import type { PrivateEngine } from './private-engine.ts'

const usage = `Usage: node scripts/engine/cli.ts COMMAND [--instance NAME]

  start            start the engine (fetching it first, if need be) and leave it running
  stop [--forget]  remove its containers, networks and volumes and end it; --forget: its images, too
  status           which engines run
  env              print the export lines by which docker talks to it
  images [NAME…]   build and load images: ${imageNames.join(', ')} (default: these), machine

The instance's name is "main" unless given.
`

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { instance: { type: 'string', default: 'main' }, forget: { type: 'boolean', default: false } },
  })
  const [command, ...names] = positionals
  const report = (line: string): void => {
    console.error(line)
  }
  switch (command) {
    case 'start': {
      const engine = await startPrivateEngine({ instance: values.instance, report })
      const verb = engine.wasRunning ? 'runs already' : 'runs'
      console.log(`The engine ${engine.instance} ${verb} at ${engine.dockerHost}.`)
      break
    }
    case 'stop': {
      const engine = await findPrivateEngine(values.instance)
      await engine?.stop(values.forget)
      console.log(
        engine === undefined
          ? `No engine ${values.instance} runs.`
          : `The engine ${engine.instance} has stopped.`,
      )
      break
    }
    case 'status':
      for (const line of await statusLines()) console.log(line)
      break
    case 'env':
      for (const [name, value] of Object.entries((await theEngine(values.instance)).env)) {
        console.log(`export ${name}=${shellQuoted(value)}`)
      }
      break
    case 'images': {
      const wanted = names.length === 0 ? imageNames : names.map(imageName)
      await ensureImages((await theEngine(values.instance)).env, wanted, { report })
      console.log(`The engine ${values.instance} has ${wanted.map(imageTag).join(', ')}.`)
      break
    }
    case undefined:
    default:
      process.stderr.write(usage)
      process.exitCode = 1
  }
}

async function theEngine(instance: string): Promise<PrivateEngine> {
  const engine = await findPrivateEngine(instance)
  if (engine === undefined) throw new Error(`No engine ${instance} runs.`)
  return engine
}

async function statusLines(): Promise<string[]> {
  const engines = await Promise.all((await listPrivateEngines()).map(findPrivateEngine))
  const present = engines.filter((engine) => engine !== undefined)
  if (present.length === 0) return ['No engine runs.']
  return Promise.all(
    present.map(async (engine) => {
      const pid = await engine.pid().catch(() => undefined)
      if (pid === undefined) return `${engine.instance} has crashed; its log: ${engine.logPath}`
      return `${engine.instance} runs with pid ${pid} at ${engine.dockerHost}`
    }),
  )
}

function imageName(text: string): ImageName {
  const name = allImageNames.find((known) => known === text || imageTag(known) === text)
  if (name === undefined)
    throw new Error(`There is no image "${text}"; there are ${allImageNames.join(', ')}.`)
  return name
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
