import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Row, timeFigure } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'
import { longTasksDuring, openBenchPage } from '../page/open-page.ts'

const floodSeconds = 60
const lastLine = 'this is the last line of the flood'

/** 5,000 lines a second for a minute, while somebody types in the search field. */
export const pageLogs: Scenario = {
  name: 'page-logs',
  async run(bench: Bench): Promise<readonly Row[]> {
    const lab = await bench.openLab('bench-chain')
    for (const name of ['docker-compose.yml', 'compose.yaml', 'compose.yml'])
      await rm(join(lab.dir, name), { force: true })
    const print =
      'BEGIN{for(n=0;n<500;n++)printf "batch %d line %d of a log that is as long as most are\\n",b,n}'
    const script = `i=0; while [ $i -lt ${(floodSeconds + 10) * 10} ]; do i=$((i+1)); awk -v b=$i '${print}'; usleep 88000; done; echo ${lastLine}; sleep 600`
    await writeFile(
      join(lab.dir, 'compose.yaml'),
      JSON.stringify({
        name: 'flood',
        services: {
          flood: {
            image: 'switchyard/fixture:1',
            stop_grace_period: '0s',
            entrypoint: ['/bin/sh', '-c', script.replaceAll('$', '$$$$')],
          },
        },
      }),
    )
    await lab.run(['up'])
    await using opened = await openBenchPage(lab)
    const { page, door } = opened
    await page.goto(door.link)
    await page.locator('a[href^="#/services/"]').first().waitFor()
    await page.goto(`${door.origin}/#/logs`)
    const search = page.getByRole('textbox', { name: /search/i }).first()
    await search.waitFor()
    await sleep(5000)
    await page.evaluate(() => {
      const delays: number[] = []
      new PerformanceObserver((list) => {
        for (const { duration, name } of list.getEntries()) if (name === 'keydown') delays.push(duration)
      }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
      Object.assign(window, { delays })
    })
    let typed = 0
    const longTasks = await longTasksDuring(page, async () => {
      const beganAtMs = performance.now()
      await search.focus()
      while (performance.now() - beganAtMs < (floodSeconds - 5) * 1000) {
        await page.keyboard.press(typed % 8 === 7 ? 'Control+a' : 'line of'.charAt(typed % 7) || 'a')
        typed += 1
        await sleep(1000)
      }
    })
    const slow = await page.evaluate(() => (window as unknown as { delays: number[] }).delays)
    // Keys below the observer's threshold of 16 ms are not told.
    const delaysMs = [...slow, ...Array.from({ length: Math.max(typed - slow.length, 0) }, () => 16)].sort(
      (a, b) => a - b,
    )
    await search.fill('')
    await page.getByText(lastLine).first().waitFor({ timeout: 60_000 })
    const told = (await page.getByText(/left out/).allTextContents()).join('; ')
    await bench.clean()
    return [
      {
        name: 'page: key to frame during a log flood, p95',
        ours: timeFigure([delaysMs[Math.floor(delaysMs.length * 0.95)] ?? NaN]),
        theirs: null,
        limit: { kind: 'time', maxMs: 100 },
        coldMs: null,
        notes: [
          `${typed} keys in the search field during about 5,000 lines a second for a minute; longest ${Math.max(...delaysMs).toFixed(0)} ms; ${longTasks.length} tasks over 50 ms (longest ${Math.max(0, ...longTasks).toFixed(0)} ms)`,
          `the last line is there; ${told === '' ? 'no line was left out' : told}`,
        ],
      },
    ]
  },
}
