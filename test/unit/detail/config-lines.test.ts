import { describe, expect, it } from 'vitest'
import { describeServiceConfig, describeStackConfig } from '../../../src/main/detail/config-lines.ts'
import { viewProject } from '../../../src/main/detail/project-view.ts'
import { hidden } from '../../../src/main/detail/secrets.ts'
import { writeSources } from './sources.ts'

/** The service `web` of what Compose made, line by line with its place. */
function linesOf(
  files: Readonly<Record<string, string>>,
  resolved: string,
  composeFiles?: readonly string[],
): string[] {
  const sources = writeSources(files, composeFiles)
  const config = describeServiceConfig(viewProject(resolved, sources, {}), 'web')
  return config.map(({ text, place }) => `${text} <${sources.show(place)}>`)
}

describe('where a line of the configuration comes from', () => {
  it('is the last file that sets it', () => {
    expect(
      linesOf(
        {
          'compose.yaml':
            'services:\n  web:\n    image: a\n    restart: always\n    environment: [A=1, B=1]\n',
          'dev.yaml': 'services:\n  web:\n    image: b\n    environment:\n      B: 2\n',
        },
        'services:\n  web:\n    environment:\n      A: "1"\n      B: "2"\n    image: b\n    networks:\n      default: null\n    restart: always\n',
        ['compose.yaml', 'dev.yaml'],
      ),
    ).toEqual([
      'web: <dev.yaml:2>',
      '  environment: <dev.yaml:4>',
      '    A: "1" <compose.yaml:5>',
      '    B: "2" <dev.yaml:5>',
      '  image: b <dev.yaml:3>',
      '  networks: <->',
      '    default: null <->',
      '  restart: always <compose.yaml:4>',
    ])
  })

  it('is the anchor for what came in with << or *', () => {
    expect(
      linesOf(
        {
          'compose.yaml':
            'x-a: &a\n  restart: always\n  image: x\nx-e: &e\n  A: 1\nservices:\n  web:\n    <<: *a\n    image: y\n    environment:\n      <<: *e\n      B: 2\n',
        },
        'services:\n  web:\n    environment:\n      A: "1"\n      B: "2"\n    image: y\n    restart: always\n',
      ),
    ).toEqual([
      'web: <compose.yaml:7>',
      '  environment: <compose.yaml:10>',
      '    A: "1" <compose.yaml:5>',
      '    B: "2" <compose.yaml:12>',
      '  image: y <compose.yaml:9>',
      '  restart: always <compose.yaml:2>',
    ])
  })

  it('is the line of an env file, the last one that has the variable', () => {
    expect(
      linesOf(
        {
          'compose.yaml': 'services:\n  web:\n    env_file: [one.env, two.env]\n    environment: { C: 3 }\n',
          'one.env': '# first\nA=1\nB=1\n',
          'two.env': 'B=2\nC=2\n',
        },
        'services:\n  web:\n    environment:\n      A: "1"\n      B: "2"\n      C: "3"\n',
      ),
    ).toEqual([
      'web: <compose.yaml:2>',
      '  environment: <compose.yaml:4>',
      '    A: "1" <one.env:2>',
      '    B: "2" <two.env:1>',
      '    C: "3" <compose.yaml:4>',
    ])
  })

  it('is found through extends and include', () => {
    const files = {
      'compose.yaml':
        'include:\n  - sub/more.yaml\nservices:\n  web:\n    extends: { file: base.yaml, service: common }\n    image: b\n',
      'base.yaml': 'services:\n  common:\n    image: a\n    restart: always\n',
      'sub/more.yaml': 'services:\n  other:\n    image: c\n',
    }
    const resolved =
      'services:\n  other:\n    image: c\n  web:\n    image: b\n    restart: always\nx-more:\n  a: 1\n'
    expect(linesOf(files, resolved)).toEqual([
      'web: <compose.yaml:4>',
      '  image: b <compose.yaml:6>',
      '  restart: always <base.yaml:4>',
    ])
    const sources = writeSources(files)
    const stack = describeStackConfig(viewProject(resolved, sources, {}), new Set(['other']))
    expect(stack.map(({ text, place }) => `${text} <${sources.show(place)}>`)).toEqual([
      'services: <compose.yaml:3>',
      '  other: <sub/more.yaml:2>',
      '    image: c <sub/more.yaml:3>',
    ])
  })

  it('is the short form for what the short form says, and nothing for what Compose adds', () => {
    expect(
      linesOf(
        {
          'compose.yaml':
            'services:\n  web:\n    build: .\n    command: run it\n    ports:\n      - "${PORT:-80}:80"\n      - 127.0.0.1:81:81/udp\n    volumes:\n      - ./data/:/data:ro\n    depends_on: [db]\n',
        },
        'services:\n  web:\n    build:\n      context: /lab\n      dockerfile: Dockerfile\n    command:\n      - run\n      - it\n    depends_on:\n      db:\n        condition: service_started\n        required: true\n    ports:\n      - mode: ingress\n        target: 80\n        published: "80"\n        protocol: tcp\n      - mode: ingress\n        host_ip: 127.0.0.1\n        target: 81\n        published: "81"\n        protocol: udp\n    volumes:\n      - type: bind\n        source: /lab/data\n        target: /data\n        read_only: true\n        bind:\n          create_host_path: true\n',
      ),
    ).toEqual([
      'web: <compose.yaml:2>',
      '  build: <compose.yaml:3>',
      '    context: /lab <compose.yaml:3>',
      '    dockerfile: Dockerfile <->',
      '  command: <compose.yaml:4>',
      '    - run <compose.yaml:4>',
      '    - it <compose.yaml:4>',
      '  depends_on: <compose.yaml:10>',
      '    db: <compose.yaml:10>',
      '      condition: service_started <->',
      '      required: true <->',
      '  ports: <compose.yaml:5>',
      '    - mode: ingress <compose.yaml:6>',
      '      target: 80 <compose.yaml:6>',
      '      published: "80" <compose.yaml:6>',
      '      protocol: tcp <->',
      '    - mode: ingress <compose.yaml:7>',
      '      host_ip: 127.0.0.1 <compose.yaml:7>',
      '      target: 81 <compose.yaml:7>',
      '      published: "81" <compose.yaml:7>',
      '      protocol: udp <compose.yaml:7>',
      '  volumes: <compose.yaml:8>',
      '    - type: bind <compose.yaml:9>',
      '      source: /lab/data <compose.yaml:9>',
      '      target: /data <compose.yaml:9>',
      '      read_only: true <compose.yaml:9>',
      '      bind: <->',
      '        create_host_path: true <->',
    ])
  })

  it('is nothing before a list or a value that a later file took away', () => {
    expect(
      linesOf(
        {
          'compose.yaml': 'services:\n  web:\n    ports: ["80:80"]\n    restart: always\n',
          'dev.yaml': 'services:\n  web:\n    ports: !override ["81:81"]\n    restart: !reset null\n',
        },
        'services:\n  web:\n    ports:\n      - mode: ingress\n        target: 80\n        published: "80"\n        protocol: tcp\n    restart: always\n',
        ['compose.yaml', 'dev.yaml'],
      ),
    ).toEqual([
      'web: <dev.yaml:2>',
      '  ports: <dev.yaml:3>',
      '    - mode: ingress <->',
      '      target: 80 <->',
      '      published: "80" <->',
      '      protocol: tcp <->',
      '  restart: always <->',
    ])
  })

  it('is nothing when two entries could be meant', () => {
    expect(
      linesOf(
        { 'compose.yaml': 'services:\n  web:\n    dns:\n      - ${ONE}\n      - ${TWO}\n' },
        'services:\n  web:\n    dns:\n      - 1.1.1.1\n',
      ),
    ).toEqual(['web: <compose.yaml:2>', '  dns: <compose.yaml:3>', '    - 1.1.1.1 <compose.yaml:4>'])
    expect(
      linesOf(
        { 'compose.yaml': 'services:\n  web:\n    dns: ["9.9.9.9", "${ONE}", "${TWO}"]\n' },
        'services:\n  web:\n    dns:\n      - 1.1.1.1\n',
      ),
    ).toEqual(['web: <compose.yaml:2>', '  dns: <compose.yaml:3>', '    - 1.1.1.1 <->'])
  })

  it('is nothing at all when the files cannot be read', () => {
    expect(linesOf({}, 'services:\n  web:\n    image: a\n')).toEqual(['web: <->', '  image: a <->'])
  })
})

describe('secrets in the configuration', () => {
  it('are hidden by name, by value and after a flag, and the rest stays as Compose wrote it', () => {
    expect(
      linesOf(
        { 'compose.yaml': '', '.env': 'REDIS_TOKEN="a b$c"\n' },
        'services:\n  web:\n    command:\n      - run\n      - --password\n      - x1\n      - a b$$c\n    environment:\n      API_KEY: |-\n        one two\n        three four\n      DEBUG_TOKEN: "false"\n      URL: amqp://me:pw@mq\n    labels:\n      note: "it is three four"\n',
      ),
    ).toEqual([
      'web: <->',
      '  command: <->',
      '    - run <->',
      '    - --password <->',
      `    - ${hidden} <->`,
      `    - ${hidden} <->`,
      '  environment: <->',
      `    API_KEY: ${hidden} <->`,
      '    DEBUG_TOKEN: "false" <->',
      `    URL: amqp://me:${hidden}@mq <->`,
      '  labels: <->',
      `    note: it is ${hidden} <->`,
    ])
  })
})
