/** What stands where a secret was. */
export const hidden = '••••••'

/** Whether a variable of this name holds something that is not for every eye. */
export function isSecretName(name: string): boolean {
  const word = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^_+/, '')
  if (/^(OLD)?PWD$|(^|_)PUBLIC(_|$)|PUBLISHABLE/.test(word)) return false
  if (/_(FILE|PATH|DIR|LENGTH|LIMIT|TTL|EXPIRY|EXPIRATION|TIMEOUT|ALGORITHM|ENABLED|TYPE)$/.test(word))
    return false
  return (
    /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN(?!I[ZS])|API_?KEY|PRIVATE|CREDENTIAL|BASIC_?AUTH|REQUIREPASS/.test(
      word,
    ) || /(^|_)(PASS|PWD|PW|KEYS?|DSN|SALT|JWT)(_|$)|_PASS$|(^|_)AUTH$/.test(word)
  )
}

/** Values that give nothing away, whatever the variable is called. */
export function isPlainValue(name: string, value: string): boolean {
  return (
    /^(|true|false|yes|no|on|off|none|null|0|1)$/i.test(value.trim()) ||
    (/TOKENS(_|$)/i.test(name) && /^\d+$/.test(value))
  )
}

/** Whether a value looks like a secret by itself: a URL with a password, or a key in a known form. */
export function isSecretValue(value: string): boolean {
  return maskPatterns(value) !== value
}

/** Env files that exist to keep secrets, such as `.env.infisical`: everything in them is one. */
export function isSecretFile(file: string): boolean {
  return /secret|infisical|vault|credential|doppler|sops|private/i.test(file.replace(/^.*\//, ''))
}

/** Takes secrets out of a text. */
export type Mask = (text: string) => string

/**
 * A mask that knows these values, in every form in which Compose writes them, besides what looks like a secret by itself.
 * Values under three characters hide nothing and are left; those under six are taken for a secret only as a whole word.
 * `publicWords` are names that stand in the open anyway (services, images): a password `postgres` does not hide those.
 */
export function createMask(values: Iterable<string>, publicWords: ReadonlySet<string> = new Set()): Mask {
  const forms = [...new Set([...values].flatMap(formsOf))]
    .filter((form) => form.length >= 3 && !publicWords.has(form) && !isPlainValue('', form))
    .sort((a, b) => b.length - a.length)
  if (forms.length === 0) return maskPatterns
  const known = new RegExp(
    forms
      .map((form) => {
        const text = escapeText(form)
        return form.length < 6 ? `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])` : text
      })
      .join('|'),
    'gu',
  )
  return (text) => maskPatterns(text.replace(known, hidden))
}

/** Compose doubles each `$`, a URL encodes what is special, and a text of several lines can be shown by line. */
function formsOf(value: string): string[] {
  const lines = value.includes('\n') ? value.split('\n').filter((line) => line.trim().length >= 6) : []
  return [value, value.trim(), ...lines.map((line) => line.trim())].flatMap((text) => [
    text,
    text.replaceAll('$', '$$$$'),
    encodeText(text),
    JSON.stringify(text).slice(1, -1),
  ])
}

/** Half a character, which no URL can hold, is left as it is. */
function encodeText(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function maskPatterns(text: string): string {
  const keys = text.replace(privateKeys, hidden).replace(keyForms, hidden)
  return keys
    .replace(urlPassword, (whole: string, before: string, password: string) =>
      isReference(password) || password === hidden ? whole : `${before}${hidden}@`,
    )
    .replace(tokensInUrls, (_, before: string) => `${before}${hidden}@`)
    .replace(assignments, (whole: string, name: string, sign: string, value: string) =>
      !isSecretName(name) || isReference(value) || isPlainValue(name, value) || value === hidden
        ? whole
        : `${name}${sign}${hidden}`,
    )
}

/** The passwords of the URLs in a text. */
export function passwordsOf(text: string): string[] {
  return [...text.matchAll(urlPassword)].flatMap(([, , password]) => password || [])
}

/** `${NAME}` as it stands in a file gives nothing away; a default in it does. */
export function isReference(text: string): boolean {
  return /^(\$\{[A-Za-z_]\w*(:?\?[^}]*)?\}|\$[A-Za-z_]\w*)+$/.test(text)
}

/** Forms in which services give out keys: OpenAI, Stripe, GitHub, GitLab, Slack, AWS, Hugging Face, Google, and JWTs. */
const keyForms =
  /(?<![A-Za-z0-9])((sk|pk|rk)[-_][A-Za-z0-9_-]{8,}|gh[opsur]_[A-Za-z0-9]{8,}|github_pat_\w{8,}|glpat-[\w-]{8,}|xox[abeprs]-[\w-]{8,}|(AKIA|ASIA)[A-Z0-9]{12,}|hf_[A-Za-z0-9]{8,}|AIza[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]+(\.[\w-]+)?)/g
const privateKeys = /-----BEGIN [\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g
/** The password goes to the last `@` before the path; one with a slash in it is found when no port stands there. */
const urlPassword =
  /([a-z][a-z0-9+.-]{0,30}:\/\/(?:\$\{[^{}]*\}|[^\s:/@{}])*:)((?:\$\{[^{}]*\}|(?!\$\{[^{}]*\})[^\s/?#"'])*|(?!\d+[/\s])[^\s"']*?)@/gi
const tokensInUrls = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s:/@$]{16,}@/gi
const assignments = /(?<![\w-])(-{0,2}[A-Za-z_][\w-]*)(=|(?= )(?<=--[\w-]+) +)([^\s"',;&|]+)/g
