import { describe, expect, it } from 'vitest'
import { recipeOfScript } from '../../../src/main/lab/recipe-of-script.ts'

const sixSteps = `#!/usr/bin/env bash
set -euo pipefail
# 1. swap for the shuffling of weights
sudo fallocate -l 64G /swapfile-sglang
sudo chmod 600 /swapfile-sglang && sudo mkswap /swapfile-sglang
sudo swapon /swapfile-sglang
sudo systemctl stop earlyoom
sync && echo 3 | sudo tee /proc/sys/vm/drop_caches >/dev/null
docker compose -f docker-compose.app.yml --profile performance up -d sglang-server
until curl -sf http://localhost:30000/health; do sleep 5; done
sudo systemctl start earlyoom
sudo swapoff /swapfile-sglang
`

describe('a start script', () => {
  it('that does the six steps is a recipe', () => {
    expect(recipeOfScript(sixSteps)).toEqual({
      swapMib: 64 * 1024,
      swapPlace: 'default',
      pauseGuards: true,
      flushCache: true,
      until: 'ready',
      limitMs: null,
      whenAvailableBelowMib: null,
      onFailure: 'continue',
    })
  })

  it.each([
    ['dd if=/dev/zero of=/s bs=1M count=2048', 2048],
    ['SWAP_SIZE="24GiB"', 24 * 1024],
    ['truncate --size=8G /s', 8 * 1024],
    ['', 16 * 1024],
  ])('%j makes that much swap', (line, swapMib) => {
    expect(recipeOfScript(`${line}\nswapon /s\nsystemctl --quiet stop earlyoom.service`)?.swapMib).toBe(
      swapMib,
    )
  })

  it.each([
    ['only starts a container', 'docker start sglang'],
    ['only has swap', 'swapon /swapfile'],
    ['only pauses earlyoom', 'systemctl stop earlyoom'],
    ['only speaks of it', '# swapon /s\n# systemctl stop earlyoom\ndocker start x'],
    ['starts earlyoom', 'swapon /s\nsystemctl start earlyoom'],
  ])('that %s is none', (_what, script) => {
    expect(recipeOfScript(script)).toBeNull()
  })
})
