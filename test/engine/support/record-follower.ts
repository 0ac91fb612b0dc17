import { followRecord } from './follow-record.ts'

/** A process that follows the engine until it is killed, and passes on what it was told of a project. */
const [project = ''] = process.argv.slice(2)
const { record } = followRecord(process.env, project)
record.subscribe((happening) => happening.project === project && process.send?.(happening))
