import { describe, expect, it } from 'vitest'
import { exitedItself, healthy, openMachine, started, startMs, unhealthy, web } from './support/machine.ts'

describe('an unhealthy service', () => {
  it('is raised when it stays so, and its recovery says for how long', () => {
    const { happen, tick, said } = openMachine()
    happen(0, unhealthy)
    tick(2)
    expect(said()).toEqual([])
    tick(3)
    tick(60)
    expect(said()).toEqual(['raised unhealthy:lab-web-1: is unhealthy: no answer'])
    happen(192, healthy)
    tick(193)
    expect(said()).toEqual(['ended unhealthy:lab-web-1: is healthy again; it was unhealthy for 3m 12s'])
  })

  it('that recovers at once is nothing to tell', () => {
    const { happen, tick, said } = openMachine()
    happen(0, unhealthy)
    happen(2, healthy)
    tick(30)
    expect(said()).toEqual([])
  })

  it('ends without a word when it is stopped', () => {
    const { happen, tick, said } = openMachine()
    happen(0, unhealthy)
    tick(5)
    said()
    happen(9, { kind: 'exited', cause: 'operator', exitCode: 143, isOutOfMemory: false })
    tick(60)
    expect(said()).toEqual(['ended unhealthy:lab-web-1: null'])
  })

  it('waits for the end of a run that works on it', () => {
    const { happen, tick, said, busy } = openMachine()
    busy.add('lab/web')
    happen(0, unhealthy)
    tick(100)
    expect(said()).toEqual([])
    busy.clear()
    tick(101)
    expect(said()).toEqual(['raised unhealthy:lab-web-1: is unhealthy: no answer'])
  })

  it('is not told when the rule is off, and ends when it is switched off', () => {
    const off = openMachine((rules) => ({ ...rules, unhealthy: { isOn: false, channels: null } }))
    off.happen(0, unhealthy)
    off.tick(10)
    expect(off.said()).toEqual([])
    const subject = { kind: 'service', ...web } as const
    const before = {
      key: 'unhealthy:lab-web-1',
      kind: 'unhealthy',
      subject,
      text: 'is',
      sinceMs: startMs,
    } as const
    const switched = openMachine(
      (rules) => ({ ...rules, unhealthy: { isOn: false, channels: null } }),
      [before],
    )
    switched.tick(1)
    expect(switched.said()).toEqual(['ended unhealthy:lab-web-1: null'])
  })
})

describe('a service that exits', () => {
  it('on its own is raised, and its return says for how long it was down', () => {
    const { happen, tick, said } = openMachine()
    happen(0, exitedItself(1))
    tick(4)
    expect(said()).toEqual([])
    tick(5)
    expect(said()).toEqual(['raised exited:lab-web-1: exited on its own with code 1'])
    happen(41, started('operator'))
    expect(said()).toEqual(['ended exited:lab-web-1: runs again; it was down for 41s'])
  })

  it.each(['run', 'heal', 'operator'] as const)('because of %s is no news', (cause) => {
    const { happen, tick, said } = openMachine()
    happen(0, { kind: 'exited', cause, exitCode: 137, isOutOfMemory: false })
    tick(100)
    expect(said()).toEqual([])
  })

  it('and is up again by its restart policy at once is no news either', () => {
    const { happen, tick, said } = openMachine()
    happen(0, exitedItself(1))
    happen(1, started('restart-policy'))
    tick(100)
    expect(said()).toEqual([])
  })

  it('and is stopped or removed then is over', () => {
    const { happen, tick, said } = openMachine()
    happen(0, exitedItself(1))
    tick(5)
    said()
    happen(60, { kind: 'dismissed', cause: 'operator' })
    expect(said()).toEqual(['ended exited:lab-web-1: null'])
  })

  it('tells its exit code, so that a one-shot that is done can be told from a failure', () => {
    const { machine, at } = openMachine()
    machine.take({ type: 'happening', happening: { ...web, atMs: at(0), what: exitedItself(0) } })
    const changes = machine.take({ type: 'tick', atMs: at(6), isBusy: () => false })
    expect(changes.map((change) => change.type === 'raised' && change.exitCode)).toEqual([0])
  })
})

describe('a crash loop', () => {
  it('is one alert, however often it goes on, and takes the place of the single exits', () => {
    const { happen, tick, said } = openMachine()
    for (const second of [0, 60, 120]) {
      happen(second, exitedItself(1))
      tick(second)
      happen(second + 1, started('restart-policy'))
    }
    expect(said()).toEqual([
      'raised crash-loop:lab/web: is in a crash loop: it has ended by itself 3 times in 10 minutes',
    ])
    happen(180, exitedItself(1))
    tick(300)
    expect(said()).toEqual([
      'updated crash-loop:lab/web: is in a crash loop: it has ended by itself 4 times in 10 minutes',
    ])
  })

  it('ends when it has run for the minutes, or when somebody starts it', () => {
    const { happen, tick, said } = openMachine()
    for (const second of [0, 10, 20]) happen(second, exitedItself(1))
    tick(20)
    happen(21, started('restart-policy'))
    tick(600)
    said()
    tick(621)
    expect(said()).toEqual(['ended crash-loop:lab/web: has run for 10 minutes without ending by itself'])
    for (const second of [700, 710, 720]) happen(second, exitedItself(1))
    tick(720)
    said()
    happen(730, started('operator'))
    expect(said()).toEqual(['ended crash-loop:lab/web: null'])
  })

  it('that the breaker stops stays one, whatever the engine makes of the stop', () => {
    const { happen, tell, at, tick, said } = openMachine()
    for (const second of [0, 10, 20]) happen(second, exitedItself(1))
    tick(20)
    tell({ type: 'broken', atMs: at(20), container: web })
    said()
    happen(21, { kind: 'dismissed', cause: 'operator' })
    tick(2000)
    expect(said()).toEqual([])
    happen(2001, started('run'))
    expect(said()).toEqual(['ended crash-loop:lab/web: null'])
  })

  it('is none when the exits are too far from each other', () => {
    const { happen, tick, said } = openMachine()
    for (const second of [0, 400, 800, 1200]) {
      happen(second, exitedItself(1))
      happen(second + 1, started('restart-policy'))
      tick(second + 10)
    }
    expect(said()).toEqual([])
  })

  it('counts ends with 0 only when the restart policy starts it again', () => {
    const { happen, tick, said } = openMachine()
    for (const second of [0, 10, 20]) {
      happen(second, exitedItself(0))
      happen(second + 1, started('operator'))
    }
    tick(30)
    expect(said()).toEqual([])
    for (const second of [40, 50, 60]) {
      happen(second, exitedItself(0))
      happen(second + 1, started('restart-policy'))
    }
    tick(62)
    expect(said()).toEqual([
      'raised crash-loop:lab/web: is in a crash loop: it has ended by itself 3 times in 10 minutes',
    ])
  })

  it('goes on to be known after a restart of Switchyard, and ends in its time', () => {
    const subject = { kind: 'service', ...web } as const
    const before = {
      key: 'crash-loop:lab/web',
      kind: 'crash-loop',
      subject,
      text: 'x',
      sinceMs: startMs,
    } as const
    const { tell, at, tick, said } = openMachine((rules) => rules, [before])
    tell({ type: 'seen', atMs: at(0), container: web, state: { isRunning: true, isUnhealthy: false } })
    tick(599)
    expect(said()).toEqual([])
    tick(601)
    expect(said()).toEqual(['ended crash-loop:lab/web: has run for 10 minutes without ending by itself'])
  })
})

describe('a kill for lack of memory', () => {
  it('that ends the container is one alert, over when it runs again', () => {
    const { happen, tick, said } = openMachine()
    happen(0, { kind: 'oom-kill' })
    happen(0, exitedItself(137, true))
    tick(0)
    tick(10)
    expect(said()).toEqual(['raised oom-kill:lab-web-1: was killed for lack of memory'])
    happen(12, started('operator'))
    expect(said()).toEqual(['ended oom-kill:lab-web-1: runs again after it was killed for lack of memory'])
  })

  it('of a process in it is over when it lives on for ten minutes', () => {
    const { happen, tick, said } = openMachine()
    happen(0, { kind: 'oom-kill' })
    tick(0)
    expect(said()).toEqual(['raised oom-kill:lab-web-1: had a process killed for lack of memory'])
    tick(599)
    expect(said()).toEqual([])
    tick(600)
    expect(said()).toEqual(['ended oom-kill:lab-web-1: null'])
  })
})

describe('what was raised before Switchyard was started', () => {
  const subject = { kind: 'service', ...web } as const
  const sick = {
    key: 'unhealthy:lab-web-1',
    kind: 'unhealthy',
    subject,
    text: 'x',
    sinceMs: startMs,
  } as const
  const down = { key: 'exited:lab-web-1', kind: 'exited', subject, text: 'x', sinceMs: startMs } as const

  it('is not raised again while it is still so', () => {
    const { tell, at, tick, said } = openMachine((rules) => rules, [sick])
    tell({ type: 'seen', atMs: at(50), container: web, state: { isRunning: true, isUnhealthy: true } })
    tick(60)
    expect(said()).toEqual([])
  })

  it.each([
    [{ isRunning: true, isUnhealthy: false }, 'is healthy again; it was unhealthy for 50s'],
    [{ isRunning: false, isUnhealthy: false }, 'null'],
    [null, 'null'],
  ])('is ended when %j is seen', (state, ending) => {
    const { tell, at, said } = openMachine((rules) => rules, [sick])
    tell({ type: 'seen', atMs: at(50), container: web, state })
    expect(said()).toEqual([`ended unhealthy:lab-web-1: ${ending}`])
  })

  it('is ended when an exited one runs again', () => {
    const { tell, at, said } = openMachine((rules) => rules, [down])
    tell({ type: 'seen', atMs: at(50), container: web, state: { isRunning: true, isUnhealthy: false } })
    expect(said()).toEqual(['ended exited:lab-web-1: runs again; it was down for 50s'])
  })

  it('is raised when it is unhealthy and nobody knew', () => {
    const { tell, at, tick, said } = openMachine()
    tell({ type: 'seen', atMs: at(0), container: web, state: { isRunning: true, isUnhealthy: true } })
    tick(3)
    expect(said()).toEqual(['raised unhealthy:lab-web-1: is unhealthy'])
  })
})
