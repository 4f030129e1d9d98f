import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../src/poll/limit.ts'

/** A clock that moves only when somebody sleeps, and what was slept. */
function aClock() {
  let time = 0
  const slept: number[] = []
  return {
    slept,
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
    sleep: async (ms: number) => {
      slept.push(ms)
      time += ms
    },
  }
}

/** A job that notes its start and ends when told. */
function aJob(name: string, started: string[]) {
  let finish = () => {}
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  const job = async () => {
    started.push(name)
    await done
    return name
  }
  return { job, finish: () => finish() }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a limiter', () => {
  it('runs one job at a time per host, in order, with a pause after each', async () => {
    const clock = aClock()
    const limiter = createLimiter({ concurrency: 8, hostPauseMs: 1000, ...clock })
    const started: string[] = []
    const [first, second] = [aJob('first', started), aJob('second', started)]
    const runs = [limiter.run('a', first.job), limiter.run('a', second.job)]
    await settle()
    expect(started).toEqual(['first'])
    first.finish()
    await settle()
    expect(started).toEqual(['first', 'second'])
    expect(clock.slept).toEqual([1000])
    second.finish()
    expect(await Promise.all(runs)).toEqual(['first', 'second'])
  })

  it('counts the time that has passed anyway towards the pause', async () => {
    const clock = aClock()
    const limiter = createLimiter({ concurrency: 8, hostPauseMs: 1000, ...clock })
    await limiter.run('a', async () => {})
    clock.advance(700)
    await limiter.run('a', async () => {})
    clock.advance(5000)
    await limiter.run('a', async () => {})
    expect(clock.slept).toEqual([300])
  })

  it('never pauses longer because a clock was set back', async () => {
    const clock = aClock()
    const limiter = createLimiter({ concurrency: 8, hostPauseMs: 1000, ...clock })
    await limiter.run('a', async () => {})
    clock.advance(-86_400_000)
    await limiter.run('a', async () => {})
    expect(clock.slept).toEqual([1000])
  })

  it('gives no place to jobs that wait for their host', async () => {
    const limiter = createLimiter({ concurrency: 2, hostPauseMs: 1000, ...aClock() })
    const started: string[] = []
    const crowd = Array.from({ length: 50 }, (_, index) => aJob(`a${index}`, started))
    const other = aJob('b', started)
    for (const { job } of crowd) void limiter.run('a', job)
    void limiter.run('b', other.job)
    await settle()
    expect(started).toEqual(['a0', 'b'])
  })

  it('runs no more than so many at once in all', async () => {
    const limiter = createLimiter({ concurrency: 3, hostPauseMs: 1000, ...aClock() })
    const started: string[] = []
    const jobs = Array.from({ length: 10 }, (_, index) => aJob(`${index}`, started))
    for (const [index, { job }] of jobs.entries()) void limiter.run(`127.0.0.${index}`, job)
    await settle()
    expect(started).toEqual(['0', '1', '2'])
    jobs[1]?.finish()
    await settle()
    expect(started).toEqual(['0', '1', '2', '3'])
  })

  it('passes on what a job throws, and goes on with the next of that host', async () => {
    const limiter = createLimiter({ concurrency: 1, hostPauseMs: 0, ...aClock() })
    const bad = limiter.run('a', () => Promise.reject(new Error('broken')))
    const good = limiter.run('a', async () => 'fine')
    await expect(bad).rejects.toThrow('broken')
    expect(await good).toBe('fine')
  })
})
