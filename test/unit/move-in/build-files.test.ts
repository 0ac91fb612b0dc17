import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { buildFiles, findUncuttable } from '../../../src/main/move-in/build-files.ts'
import { readSource } from '../../../src/main/move-in/source.ts'
import { splitUp } from './targets.ts'

const nobody = { networks: new Map<string, string>(), volumes: new Map<string, string>() }

const written = `# My lab.

x-log: &log # little
  driver: json-file

services:
  # The database.
  db: &db
    image: "postgres:16"   # not 17
    logging: *log
    environment: &keys { A: '1' }
    volumes: [data:/var/lib]

  web:
    build: ./web
    environment:
      <<: *keys
      B: "2"
    depends_on:
      db:
        condition: service_healthy # it takes a while
      cache: { condition: service_started }
    networks: [default, inner]
  cache:
    image: redis
    # at the end

networks:
  inner: {}
volumes:
  # All of it.
  data:
`

describe('the files of a split', () => {
  it('have the lines of the old one: comments, quotes, order and anchors', () => {
    const { source, targets } = splitUp(written)
    const [data, apps] = buildFiles({ source, targets, isNumbered: false, names: nobody })
    expect(data?.text).toBe(`# data: split from docker-compose.yml; the old file is as it was.
name: lab

# My lab.

x-log: &log # little
  driver: json-file

services:
  # The database.
  db: &db
    image: "postgres:16"   # not 17
    logging: *log
    environment: &keys { A: '1' }
    volumes: [data:/var/lib]

  cache:
    image: redis
    # at the end

volumes:
  # All of it.
  data:
`)
    expect(apps?.text).toBe(`# apps: split from docker-compose.yml; the old file is as it was.
name: lab

x-keys: &keys
  A: "1"

services:
  web:
    build: ./web
    environment:
      <<: *keys
      B: "2"
    depends_on:
      db:
        condition: service_healthy # it takes a while
      cache: { condition: service_started }
    networks: [default, inner]

networks:
  inner: {}
`)
    expect(apps?.notes).toEqual([
      'The anchor &keys of services.db is written out in the file of apps as x-keys.',
    ])
  })

  it('of projects of their own have no dependency over projects, paths from their folder, and what is shared outside', () => {
    const { source, targets } = splitUp(written, {}, { isNumbered: true })
    const names = {
      networks: new Map([
        ['default', 'lab_default'],
        ['inner', 'lab_inner'],
      ]),
      volumes: new Map([['data', 'lab_data']]),
    }
    const [data, apps] = buildFiles({ source, targets, isNumbered: true, names })
    expect(parse(data?.text ?? '', { merge: true })).toMatchObject({
      name: 'lab-data',
      networks: { default: { name: 'lab_default', external: true } },
      volumes: { data: { name: 'lab_data', external: true } },
    })
    expect(apps?.text.slice(apps.text.indexOf('services:'))).toBe(`services:
  web:
    build: ../web
    environment:
      <<: *keys
      B: "2"
    networks: [default, inner]

networks:
  default:
    name: lab_default
    external: true
  inner: {}
`)
  })

  it('keep the dependencies within a stack, in each way of writing them', () => {
    const text = `services:
  a: { image: redis, depends_on: [b, c] }
  b:
    image: redis
    depends_on:
      - c # later
      - d
  c: { image: redis }
  d:
    image: redis
    links: ['c:other', a]
`
    const { source, targets } = splitUp(
      text,
      { a: 'one', b: 'one', d: 'one', c: 'two' },
      { isNumbered: true },
    )
    const [one] = buildFiles({ source, targets, isNumbered: true, names: nobody })
    expect(one?.text.slice(one.text.indexOf('services:'))).toBe(`services:
  a: { image: redis, depends_on: [b] }
  b:
    image: redis
    depends_on:
      - d
  d:
    image: redis
    links: [a]
`)
  })

  it('are made of a file in one line as well, and not of one whose anchors cannot be told apart', () => {
    const flat = readSource('/lab/docker-compose.yml', '{services: {a: {image: redis}, b: {image: caddy}}}')
    expect([flat.isRewritten, flat.text]).toEqual([
      true,
      'services:\n  a: { image: redis }\n  b: { image: caddy }\n',
    ])
    const twice = readSource('/lab/docker-compose.yml', 'services: &a\n  x: &a\n    image: redis\n')
    expect(findUncuttable(twice)).toEqual([
      'The anchor &a stands twice in this file; give each its own name first.',
    ])
  })

  it.each([
    ['a: [', 'This is no YAML'],
    ['- 1', 'This file has no services.'],
    ['services: {}\n---\nservices: {}', 'This is no YAML'],
  ])('are not made of %j', (text, message) => {
    expect(() => readSource('/lab/docker-compose.yml', text)).toThrow(message)
  })

  it('mean together what the old file means, however its services are dealt out', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 25; round += 1) {
      const text = randomFile(random)
      const old = parse(text, { merge: true }) as Record<string, Record<string, unknown> | undefined>
      const wanted = Object.fromEntries(
        Object.keys(old['services'] ?? {}).map((name) => [name, ['one', 'two', 'three'][random(3)] ?? 'one']),
      )
      const { source, targets } = splitUp(text, wanted)
      const parts = buildFiles({ source, targets, isNumbered: false, names: nobody }).map(
        (file) => parse(file.text, { merge: true }) as typeof old,
      )
      const united = (section: string) => Object.assign({}, ...parts.map((part) => part[section])) as object
      for (const section of ['services', 'volumes', 'networks'])
        expect(united(section), text).toEqual(old[section] ?? {})
    }
  })
})

/** Numbers below a limit, the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** A Compose file with comments, anchors in several places, flow and block style, and names that need care. */
function randomFile(random: (below: number) => number): string {
  const names = ['web', 'a.b', 'db-1', "'7'", 'x_y'].filter((_, index) => index < 2 || random(2) === 0)
  let anchor: string | null = null
  const services = names.map((name, index) => {
    const lead = ['', `  # about ${index}\n`, '\n# far left\n\n'][random(3)] ?? ''
    if (random(4) === 0) return `${lead}  ${name}: { image: "i${index}", volumes: [v1:/a], <<: *top }\n`
    const merged = anchor !== null && random(2) === 0 ? anchor : 'top'
    const own = random(2) === 0 ? `s${index}` : null
    const lines = [
      `  ${name}:${own === null ? '' : ` &${own}`}`,
      `    <<: *${merged}`,
      `    image: 'image:${index}' # as it is`,
      '    command: |',
      '      # no comment',
      '      run',
      '',
      ...(random(2) === 0 ? ['    volumes:', '      - v1:/data', '      - v2:/more'] : []),
      ...(random(2) === 0 ? [`    networks: [n${random(2)}]`] : []),
      ...(random(2) === 0 ? ['    # trailing'] : []),
    ]
    anchor = own ?? anchor
    return `${lead}${lines.join('\n')}\n`
  })
  return [
    '# head\n\nx-top: &top\n  restart: always\nservices:\n',
    ...services,
    'volumes:\n  v1:\n  # second\n  v2: {labels: [a, b]}\n',
    random(2) === 0 ? 'networks:\n  n0:\n    driver: bridge\n  n1: {}\n' : 'networks: {n0: {}, n1: {}}\n',
  ].join('')
}
