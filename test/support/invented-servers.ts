/** Answers from servers that nobody runs: in a test file that calls this, nock answers all requests, in others none. */
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

export function inventServers(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate()
  })
  beforeEach(() => nock.disableNetConnect())
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
  })
  afterAll(() => nock.restore())
}
