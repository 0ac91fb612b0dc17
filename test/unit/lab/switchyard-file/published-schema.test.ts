import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderJsonSchema } from '../../../../src/main/lab/switchyard-file/json-schema.ts'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'

const root = new URL('../../../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

describe('resources/switchyard.schema.json', () => {
  it('is up to date; `node scripts/write-schema.ts` writes it', () => {
    expect(read('resources/switchyard.schema.json')).toBe(renderJsonSchema())
  })

  it('describes every key', () => {
    expect(keysWithoutDescription(JSON.parse(renderJsonSchema()), '')).toEqual([])
  })
})

describe('docs/switchyard-yaml.md', () => {
  const examples = [...read('docs/switchyard-yaml.md').matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )

  it('has examples that are right', () => {
    expect(examples.length).toBeGreaterThan(1)
    for (const example of examples)
      expect(() => parseSwitchyardFile(example, 'switchyard.yaml')).not.toThrow()
  })

  it('shows every key', () => {
    const shown = examples.join('\n')
    const keys = propertyNames(JSON.parse(renderJsonSchema()))
    expect(keys.filter((key) => !new RegExp(`[\\s{]${key}:`).test(`\n${shown}`))).toEqual([])
  })
})

function keysWithoutDescription(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const { properties } = node as { readonly properties?: Record<string, { readonly description?: string }> }
  const missing = Object.entries(properties ?? {}).filter(([, property]) => !property.description)
  return [
    ...missing.map(([key]) => `${path}/${key}`),
    ...Object.entries(node).flatMap(([key, child]) => keysWithoutDescription(child, `${path}/${key}`)),
  ]
}

function propertyNames(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const { properties } = node as { readonly properties?: object }
  return [...new Set([...Object.keys(properties ?? {}), ...Object.values(node).flatMap(propertyNames)])]
}
