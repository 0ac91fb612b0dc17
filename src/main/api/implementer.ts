import { implement } from '@orpc/server'
import { contract } from '../../shared/contract.ts'
import { describeFailure } from './describe-failure.ts'

/** Implements procedures of the contract; what they throw reaches a door as an error of the catalogue. */
export const implementer = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    throw describeFailure(error)
  }
})

/** The same for streams, whose errors come after the procedure has returned. */
export async function* describingFailures<Event>(events: AsyncIterable<Event>): AsyncGenerator<Event, void> {
  try {
    yield* events
  } catch (error) {
    throw describeFailure(error)
  }
}
