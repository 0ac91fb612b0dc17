import { z } from 'zod'
import { switchyardFileSchema } from './schema.ts'

/** The JSON schema of `switchyard.yaml` for editors, as the text of the published file. Draft 7 is what they know. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(switchyardFileSchema, {
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'object' && jsonSchema.additionalProperties === false) {
        jsonSchema.patternProperties = {
          '^x-': { description: "Anyone's own; Switchyard does not read it." },
        }
      }
    },
  })
  return `${JSON.stringify({ ...schema, title: 'switchyard.yaml' }, null, 2)}\n`
}
