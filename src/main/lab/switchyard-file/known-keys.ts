import { z } from 'zod'
import type { FilePath } from './places.ts'
import { switchyardFileSchema } from './schema.ts'

/** The keys that the schema knows at a place of the file; none where keys are free. */
export function knownKeysAt(path: FilePath): readonly string[] {
  const places = path.reduce<readonly unknown[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(schema, step)),
    [switchyardFileSchema],
  )
  const keys = places
    .flatMap(alternatives)
    .flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []))
  return [...new Set(keys)]
}

function stepInto(schema: unknown, step: string | number): readonly unknown[] {
  return alternatives(schema).flatMap((option): readonly unknown[] => {
    if (option instanceof z.ZodObject) return step in option.shape ? [option.shape[step]] : []
    if (option instanceof z.ZodRecord) return [option.valueType]
    return option instanceof z.ZodArray ? [option.element] : []
  })
}

/** The schema without what only says that it may be left out; every option of a union. */
function alternatives(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return alternatives(schema.unwrap())
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema]
}
