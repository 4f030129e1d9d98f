import { describe, expect, it } from 'vitest'
import { CorrectionError, ExpectedError } from '../../src/contract/errors.ts'
import { HttpError } from '../../src/http/errors.ts'
import { answer, unwrap } from '../../src/threads/passage.ts'

/** What arrives of an error on the other side of a thread's border, which copies plain values only. */
async function passed(error: unknown): Promise<unknown> {
  const sent = structuredClone(
    await answer(() => {
      throw error
    }),
  )
  try {
    return unwrap(sent)
  } catch (arrived) {
    return arrived
  }
}

describe('an error that passes from one thread to another', () => {
  it('is of the class that was thrown, with its stack', async () => {
    const thrown = new CorrectionError('there is no entry 7')
    const arrived = await passed(thrown)
    expect(arrived).toBeInstanceOf(CorrectionError)
    expect(arrived).toBeInstanceOf(ExpectedError)
    expect(arrived).toMatchObject({ message: 'there is no entry 7', stack: thrown.stack })
  })

  it('keeps what it holds beside its message', async () => {
    expect(await passed(new HttpError(503, 'ask for less', 10))).toMatchObject({
      statusCode: 503,
      retryAfter: 10,
    })
  })

  it('is a plain error where its class is nobody’s here, and its stack tells where it was thrown', async () => {
    const thrown = new RangeError('out of bounds')
    const arrived = await passed(thrown)
    expect(arrived).not.toBeInstanceOf(ExpectedError)
    expect(arrived).toMatchObject({ name: 'RangeError', stack: thrown.stack })
  })
})

it('a value passes as it is', async () => {
  expect(unwrap(await answer(() => [1, null]))).toEqual([1, null])
})
