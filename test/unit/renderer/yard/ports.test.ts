import { describe, expect, it } from 'vitest'
import { findPort } from '../../../../src/renderer/features/yard/ports.ts'

describe('findPort', () => {
  it('takes the lowest published TCP port', () => {
    const ports = ['0.0.0.0:9443→443/tcp', ':::8080→80/tcp', '0.0.0.0:53→53/udp', 'nonsense']
    expect(findPort(ports, 'localhost')).toEqual({ port: 8080, url: 'http://localhost:8080' })
  })

  it('leads to where the page comes from, for what is published everywhere', () => {
    expect(findPort(['0.0.0.0:80→80/tcp'], 'lab.example.org')).toEqual({
      port: 80,
      url: 'http://lab.example.org:80',
    })
    expect(findPort(['0.0.0.0:80→80/tcp'], '127.0.0.1')).toEqual({ port: 80, url: 'http://localhost:80' })
    expect(findPort(['[::]:80→80/tcp'], '')).toEqual({ port: 80, url: 'http://localhost:80' })
  })

  it('keeps to the address of what is published on one only', () => {
    expect(findPort(['192.168.1.5:80→80/tcp'], 'localhost')).toEqual({
      port: 80,
      url: 'http://192.168.1.5:80',
    })
    expect(findPort(['127.0.0.1:80→80/tcp'], 'lab.example.org')).toEqual({
      port: 80,
      url: 'http://localhost:80',
    })
  })

  it('makes no address of what is none', () => {
    expect(findPort(['javascript:alert(1)//:80→80/tcp'], 'evil host')).toEqual({
      port: 80,
      url: 'http://localhost:80',
    })
    expect(findPort([], 'localhost')).toBeNull()
  })
})
