/** How bad a line says it is; `info` for what says nothing. */
export type Level = 'error' | 'warn' | 'info' | 'debug'

export const levels: readonly Level[] = ['error', 'warn', 'info', 'debug']

/** A level stands at the beginning of a line, after time, thread and name at most. */
const headLength = 240

/** Reads the level out of a line in one of the common forms. That it came over stderr says nothing: many write everything there. */
export function detectLevel(text: string): Level {
  const head = text.length > headLength ? text.slice(0, headLength) : text
  if (head.charCodeAt(0) === 0x7b) {
    const level = levelOfJson(text.length > headLength * 8 ? text.slice(0, headLength * 8) : text)
    if (level) return level
  }
  return levelOfNamed(head) ?? levelOfWord(head) ?? 'info'
}

function levelOfJson(text: string): Level | null {
  const found =
    /"(?:level|severity|lvl|log\.level|levelname|log_level|loglevel|level_name)"\s*:\s*(?:"([^"]{1,20})"|(\d{1,3}))/i.exec(
      text,
    )
  if (!found) return null
  if (found[1] !== undefined) return levelOfName(found[1])
  const number = Number(found[2])
  // Pino and bunyan count from 10 to 60, syslog from 7 down to 0.
  if (number >= 10) return number >= 50 ? 'error' : number >= 40 ? 'warn' : number >= 30 ? 'info' : 'debug'
  return number <= 3 ? 'error' : number === 4 ? 'warn' : number <= 6 ? 'info' : 'debug'
}

/** Forms that name the level in a place of its own. */
function levelOfNamed(head: string): Level | null {
  const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/.exec(head)
  if (klog) return klog[1] === 'I' ? 'info' : klog[1] === 'W' ? 'warn' : 'error'
  const redis = /^\d+:[XCSM] .{8,32}? ([.*#-]) /.exec(head)
  if (redis) return redis[1] === '#' ? 'warn' : redis[1] === '*' ? 'info' : 'debug'
  const logfmt = /(?:^|[\s,{])(?:level|lvl|severity|loglevel)=["']?([A-Za-z]{3,12})/.exec(head)
  if (logfmt?.[1]) return levelOfName(logfmt[1])
  const bracket = /[[<(]\s?([A-Za-z]{3,9})\s{0,4}[\]>)]/g
  for (let found = bracket.exec(head); found; found = bracket.exec(head)) {
    const level = levelOfName(found[1] ?? '')
    if (level) return level
  }
  const status = /" ([45])\d\d (?:\d+|-)(?: |$)/.exec(head)
  if (status) return status[1] === '5' ? 'error' : 'info'
  return null
}

function levelOfWord(head: string): Level | null {
  // Postgres, Python, log4j and the like write it in capitals; the first one counts.
  const capital =
    /(?:^|[^\w$])(TRACE|DEBUG\d?|INFO|NOTICE|LOG|HINT|DETAIL|STATEMENT|WARN(?:ING)?|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|PANIC|SEVERE|EMERG|ALERT)(?=$|[^\w=-])/.exec(
      head,
    )
  if (capital?.[1]) return levelOfName(capital[1].replace(/\d$/, ''))
  // In small letters only where a message begins.
  const small =
    /(?:^|[\s\]|] )(error|warning|warn|info|notice|debug|trace|fatal|panic|critical)(?:\s?[:|]|!) ?/i.exec(
      head,
    )
  if (small?.[1]) return levelOfName(small[1])
  if (/\b[A-Z]\w*(?:Error|Exception)\b(?::|$)|^Traceback \(most recent/.test(head)) return 'error'
  return null
}

const names: Readonly<Record<string, Level>> = {
  emerg: 'error',
  emergency: 'error',
  alert: 'error',
  crit: 'error',
  critical: 'error',
  fatal: 'error',
  panic: 'error',
  dpanic: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  eror: 'error',
  warning: 'warn',
  warn: 'warn',
  wrn: 'warn',
  notice: 'info',
  info: 'info',
  information: 'info',
  inf: 'info',
  log: 'info',
  hint: 'info',
  detail: 'info',
  statement: 'info',
  default: 'info',
  debug: 'debug',
  dbg: 'debug',
  dbug: 'debug',
  trace: 'debug',
  trc: 'debug',
  verbose: 'debug',
  fine: 'debug',
}

function levelOfName(name: string): Level | null {
  const key = name.toLowerCase()
  return Object.hasOwn(names, key) ? (names[key] ?? null) : null
}
