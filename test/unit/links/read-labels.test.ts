import { describe, expect, it } from 'vitest'
import { readCaddy } from '../../../src/main/links/read-caddy.ts'
import { readHomepage } from '../../../src/main/links/read-homepage.ts'
import { readTraefik } from '../../../src/main/links/read-traefik.ts'
import { plainWords, safeWebAddress } from '../../../src/main/links/web-address.ts'

const usual = new Map<number, number>()
const router = (rule: string, more: Readonly<Record<string, string>> = {}) => ({
  'traefik.http.routers.web.rule': rule,
  ...more,
})

describe('the labels of Traefik', () => {
  it.each([
    ['one host', router('Host(`wiki.example.org`)'), ['http://wiki.example.org/']],
    ['several hosts, old and new', router('Host(`a.lan`, `b.lan`)'), ['http://a.lan/', 'http://b.lan/']],
    [
      'alternatives with a path each',
      router('Host(`a.lan`) && PathPrefix(`/api`) || Host("b.lan")'),
      ['http://a.lan/api', 'http://b.lan/'],
    ],
    [
      'alternatives inside of brackets, by the first path',
      router('Host(`a.lan`) && (PathPrefix(`/x`) || Path(`/y`))'),
      ['http://a.lan/x'],
    ],
    [
      'TLS by a resolver',
      router('Host(`a.lan`)', { 'traefik.http.routers.web.tls.certresolver': 'le' }),
      ['https://a.lan/'],
    ],
    [
      'a secure entry point',
      router('Host(`a.lan`)', { 'traefik.http.routers.web.entrypoints': 'websecure' }),
      ['https://a.lan/'],
    ],
    [
      'a plain and a secure entry point',
      router('Host(`a.lan`)', { 'traefik.http.routers.web.entrypoints': 'web,websecure' }),
      ['http://a.lan/'],
    ],
    [
      'TLS that is off',
      router('Host(`a.lan`)', { 'traefik.http.routers.web.tls': 'false' }),
      ['http://a.lan/'],
    ],
    ['a service that is off', router('Host(`a.lan`)', { 'traefik.enable': 'false' }), []],
    ['hosts by pattern', router('HostRegexp(`.*\\.lan`)'), []],
    ['a host that is shut out', router('PathPrefix(`/`) && !Host(`a.lan`)'), []],
    ['a host with a user name', router('Host(`evil@a.lan`)'), []],
    ['a host with a path', router('Host(`a.lan/../b`)'), []],
    ['a host with control characters', router('Host(`a.lan\u0007`)'), []],
    ['a path to another host', router('Host(`a.lan`) && PathPrefix(`//evil.org`)'), []],
  ])('make links of %s', (_, labels, links) => {
    expect(readTraefik(labels, usual)).toEqual(links)
  })

  it('lead to the port at which the lab publishes its proxy', () => {
    const proxy = new Map([
      [80, 8080],
      [443, 443],
    ])
    const secure = router('Host(`a.lan`)', { 'traefik.http.routers.web.tls': 'true' })
    expect([readTraefik(router('Host(`a.lan`)'), proxy), readTraefik(secure, proxy)]).toEqual([
      ['http://a.lan:8080/'],
      ['https://a.lan/'],
    ])
  })
})

describe('the labels of Caddy', () => {
  it.each([
    [
      'one site',
      { caddy: 'wiki.example.org', 'caddy.reverse_proxy': '{{upstreams 80}}' },
      ['https://wiki.example.org/'],
    ],
    ['several sites', { caddy: 'a.lan, http://b.lan' }, ['https://a.lan/', 'http://b.lan/']],
    [
      'numbered sites',
      { caddy_0: 'a.lan', caddy_1: 'b.lan:8443/x*' },
      ['https://a.lan/', 'https://b.lan:8443/x'],
    ],
    ['what names no host', { caddy: ':80 *.lan {$SITE}' }, []],
    ['another scheme', { caddy: 'javascript:alert(1)' }, []],
  ])('make links of %s', (_, labels, links) => {
    expect(readCaddy(labels, usual)).toEqual(links)
  })
})

describe('the labels of a homepage', () => {
  it('give name, address, words and group', () => {
    expect(
      readHomepage({
        'homepage.name': 'Gra\u202efana',
        'homepage.href': 'https://grafana.lan/d/home',
        'homepage.description': 'Dashboards\nand more',
        'homepage.group': 'Monitoring',
      }),
    ).toEqual({
      name: 'Gra fana',
      url: 'https://grafana.lan/d/home',
      description: 'Dashboards and more',
      group: 'Monitoring',
    })
  })

  it('are nothing without one that counts', () => {
    expect(readHomepage({ 'homepage.href': 'file:///etc/passwd', 'homepage.name': ' ' })).toBe(null)
  })
})

describe('safeWebAddress', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['  https://a.lan/x?y=1#z ', 'https://a.lan/x?y=1#z'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['https://good.org@evil.org/', null],
    ['https://good.org:pw@evil.org/', null],
    ['http://a.lan/\u202egpj', null],
    ['http://a.lan/a b', null],
    ['ht\ntp://a.lan', null],
    ['//a.lan', null],
    ['', null],
    [`http://a.lan/${'x'.repeat(2000)}`, null],
  ])('of %j is %j', (text, address) => {
    expect(safeWebAddress(text)).toBe(address)
  })
})

describe('plainWords', () => {
  it('are one line without what nobody sees, and not endless', () => {
    expect([plainWords('a\u0000\tb '), plainWords(undefined), plainWords('x'.repeat(200))]).toEqual([
      'a b',
      null,
      'x'.repeat(120),
    ])
  })
})
