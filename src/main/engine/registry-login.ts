import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SwitchyardError } from '../../shared/errors.ts'
import { dockerConfigDir } from './docker-config-dir.ts'

/** Who asks a registry, as the engine takes it. Never logged, never kept. */
export interface RegistryLogin {
  readonly username: string
  readonly password: string
  readonly serveraddress: string
  readonly identitytoken?: string
}

const entrySchema = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
})

const configSchema = z.object({
  auths: z.record(z.string(), entrySchema).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
})

const helperAnswerSchema = z.object({ Username: z.string(), Secret: z.string() })

/** Docker Hub goes by a name of its own in the client's settings. */
const hub = 'docker.io'
const hubAddress = 'https://index.docker.io/v1/'
const helperTimeoutMs = 5000

/**
 * What the docker client would log in with at a registry like `ghcr.io`, from its settings or from the program that keeps its
 * passwords; null for nobody. Throws one sentence when the settings or that program are broken.
 */
export async function findRegistryLogin(
  host: string,
  variables: NodeJS.ProcessEnv,
): Promise<RegistryLogin | null> {
  const config = await readConfig(join(dockerConfigDir(variables), 'config.json'))
  const address = host === hub ? hubAddress : host
  const helper = config.credHelpers?.[address] ?? config.credHelpers?.[host] ?? config.credsStore
  const kept = helper ? await askHelper(helper, address, variables) : null
  return kept ?? readEntry(config.auths ?? {}, host, address)
}

async function readConfig(file: string): Promise<z.infer<typeof configSchema>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return {}
  }
  try {
    return configSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new SwitchyardError('STATE_UNUSABLE', `The docker client's settings ${file} cannot be read.`, {
      hint: 'Correct the file, or log in again with docker login.',
      cause,
    })
  }
}

/** The client writes hosts with and without a scheme and a path. */
function readEntry(
  entries: Readonly<Record<string, z.infer<typeof entrySchema>>>,
  host: string,
  address: string,
): RegistryLogin | null {
  const bare = (name: string) => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  const names = Object.keys(entries)
  const name = names.find((each) => each === address) ?? names.find((each) => bare(each) === bare(address))
  const entry = name === undefined ? undefined : entries[name]
  if (!entry) return null
  const decoded = Buffer.from(entry.auth ?? '', 'base64').toString()
  const colon = decoded.indexOf(':')
  const username = entry.username ?? decoded.slice(0, Math.max(colon, 0))
  const password = entry.password ?? decoded.slice(colon + 1).replace(/\0+$/, '')
  if (username === '' && entry.identitytoken === undefined) return null
  return {
    username,
    password,
    serveraddress: host === hub ? hubAddress : host,
    ...(entry.identitytoken === undefined ? {} : { identitytoken: entry.identitytoken }),
  }
}

async function askHelper(
  helper: string,
  address: string,
  variables: NodeJS.ProcessEnv,
): Promise<RegistryLogin | null> {
  const program = `docker-credential-${helper}`
  const { code, stdout } = await getFrom(program, address, variables)
  // The protocol of these programs has this sentence for "nobody", on standard output.
  if (code !== 0 && /credentials not found/i.test(stdout)) return null
  const answer = code === 0 ? parseAnswer(stdout) : null
  if (!answer) {
    throw new SwitchyardError('STATE_UNUSABLE', `${program} gave no login for ${address}.`, {
      hint: `Run \`echo ${address} | ${program} get\` to see why, or log in again with docker login.`,
    })
  }
  const isToken = answer.Username === '<token>'
  return {
    username: isToken ? '' : answer.Username,
    password: isToken ? '' : answer.Secret,
    serveraddress: address,
    ...(isToken ? { identitytoken: answer.Secret } : {}),
  }
}

function parseAnswer(text: string): z.infer<typeof helperAnswerSchema> | null {
  try {
    return helperAnswerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function getFrom(
  program: string,
  address: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, ['get'], { env, timeout: helperTimeoutMs }, (error, stdout) =>
      resolve({ code: error ? 1 : 0, stdout }),
    )
    // One that ends without reading its question closes the pipe.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(address)
  })
}
