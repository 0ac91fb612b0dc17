import { followRecord } from './follow-record.ts'

/** A process that follows the engine until it is killed, and says how much it was told. */
const { record } = followRecord(process.env)
let told = 0
record.subscribe(() => process.send?.((told += 1)))
