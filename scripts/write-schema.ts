import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderJsonSchema } from '../src/main/lab/switchyard-file/json-schema.ts'

/** Writes `resources/switchyard.schema.json` from the zod schema; run it whenever that changes. */
const target = fileURLToPath(new URL('../resources/switchyard.schema.json', import.meta.url))
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, renderJsonSchema())
console.log(`wrote ${target}`)
