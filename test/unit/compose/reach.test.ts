import { describe, expect, it } from 'vitest'
import { type ReachConfig, readReach } from '../../../src/main/compose/reach.ts'

const read = (config: ReachConfig, text = '') => readReach(config, (key) => `lab_${key}`, [text])

describe('how a service is reached', () => {
  it('is read from its networks, ports and health check', () => {
    expect(
      read({
        networks: { default: null, shared: { aliases: ['backend'] } },
        expose: ['9100', 9200, '9300-9302', '53/udp', '0', 'nonsense'],
        healthcheck: {
          test: ['CMD', 'wget', '-q', 'http://localhost:8000/health', 'http://127.0.0.1:8000/x'],
        },
      }),
    ).toEqual({
      labels: {},
      networks: [
        { name: 'lab_default', aliases: [] },
        { name: 'lab_shared', aliases: ['backend'] },
      ],
      networkMode: null,
      exposes: [9100, 9200, 9300, 9301, 9302],
      checkPorts: [8000],
    })
  })

  it.each([
    ['curl -f http://0.0.0.0:8123 || exit 1', [8123]],
    ['nc -z localhost 5432', [5432]],
    ['curl http://db.example.org:5432', []],
    ['pg_isready', []],
  ])('finds in the check %s the ports %j', (test, ports) => {
    expect(read({ healthcheck: { test } }).checkPorts).toEqual(ports)
  })

  it('keeps labels by which it is found or linked, and none that may hold a secret', () => {
    const labels = {
      'com.example.role': 'tts',
      'traefik.enable': 'true',
      'traefik.http.routers.web.rule': 'Host(`a.lan`)',
      'traefik.http.routers.web.tls.certresolver': 'le',
      caddy_0: 'a.lan',
      'caddy_0.reverse_proxy': '{{upstreams}}',
      'homepage.name': 'Costs $$5',
      'homepage.href': 'https://a.lan',
    }
    const hidden = {
      'traefik.http.middlewares.auth.basicauth.users': 'me:$$apr1$$x',
      'caddy.basicauth.me': 'hash',
      'homepage.widget.key': 'abc',
      'com.example.api_token': 'abc',
      'com.example.password': 'abc',
      'com.example.db': 'postgres://me:pw@db/x',
      'com.example.long': 'x'.repeat(501),
      'homepage.description': 'https://me:pw@db.lan',
      'com.example.note': 'a value of a variable',
    }
    const text = 'labels: { com.example.role: tts, com.example.note: "${NOTE}", com.example.password: abc }'
    expect(read({ labels: { ...labels, ...hidden } }, text).labels).toEqual({
      ...labels,
      'homepage.name': 'Costs $5',
    })
  })
})
