import { expect, it } from 'vitest'
import { detectLevel, type Level } from '../../../../src/renderer/features/logs/level.ts'

it.each<[Level, string]>([
  ['error', '{"level":"error","msg":"no"}'],
  ['warn', '{"time":"2026-11-21","severity":"WARNING","message":"slow"}'],
  ['error', '{"level":50,"msg":"pino counts from 10"}'],
  ['debug', '{"level":20,"msg":"pino"}'],
  ['warn', '{"level":4,"msg":"syslog counts down"}'],
  ['info', '{"level":"info","msg":"ERROR is only a word here"}'],
  ['warn', 'time="2026-11-21T10:00:00Z" level=warning msg="it is full"'],
  ['error', 'ts=1 level=error caller=main.go:12'],
  ['error', 'E1121 10:00:00.000000       1 main.go:12] failed'],
  ['warn', 'W1121 10:00:00.000000       1 main.go:12] slow'],
  ['info', 'I1121 10:00:00.000000       1 main.go:12] ready'],
  ['error', '2026/11/21 10:00:00 [error] 31#31: *1 upstream timed out'],
  ['info', '2026/11/21 10:00:00 [notice] 1#1: start worker process 31'],
  ['error', '172.21.0.3 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 504 12 "-" "curl"'],
  ['info', '172.21.0.3 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "curl"'],
  ['info', '2026-11-21 10:00:00.000 UTC [31] LOG:  checkpoint starting: time'],
  ['error', '2026-11-21 10:00:00.000 UTC [31] ERROR:  relation "x" does not exist'],
  ['error', '2026-11-21 10:00:00.000 UTC [31] FATAL:  the database system is starting up'],
  ['warn', '2026-11-21 10:00:00,123 - uvicorn - WARNING - slow'],
  ['error', 'ERROR:root:it broke'],
  ['error', 'ERROR:    Exception in ASGI application'],
  ['error', 'Traceback (most recent call last):'],
  ['error', 'TypeError: x is not a function'],
  ['error', 'error: cannot open file'],
  ['warn', '[warn] deprecated'],
  ['warn', '1:M 20 Nov 2025 14:31:48.004 # overcommit_memory is set to 0'],
  ['info', '1:M 20 Nov 2025 14:31:48.004 * DB saved on disk'],
  ['debug', 'DEBUG 2026-11-21 connection pool'],
  ['info', 'finished with 0 errors and no warning'],
  ['info', 'Execution 48211 finished with error in 21.6 s'],
  ['info', 'GET /api/error-pages 200'],
  ['info', ''],
])('finds %s in: %s', (level, text) => {
  expect(detectLevel(text)).toBe(level)
})

it('looks only where a level stands, however long the line is', () => {
  expect(detectLevel(`${'x'.repeat(1_000_000)} ERROR`)).toBe('info')
})
