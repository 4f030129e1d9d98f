/** Where a change of one condition, bound or coefficient must not pass unseen, and the tests that are to see it. */
export interface Room {
  readonly name: string
  /** Folders and files. */
  readonly sources: readonly string[]
  /** Tried one after another until one fails. */
  readonly tests: readonly (readonly string[])[]
  /** How many of twenty mutations are made here. */
  readonly share: number
}

export const ROOMS: readonly Room[] = [
  {
    name: 'matching',
    sources: ['src/match', 'src/matching'],
    tests: [
      ['test/match', 'test/matching', 'test/fingerprint'],
      ['test/corpus', 'test/cli/evidence.test.ts', 'test/http/changes.test.ts', 'test/http/pages.test.ts'],
      ['test/scenarios/subscriber.test.ts', 'test/scenarios/arrival.test.ts', 'test/store/model.test.ts'],
      ['corrections', 'record-poll', 'digest', 'public-material', 'upkeep', 'check', 'forget'].map(
        (name) => `test/store-contract/${name}.test.ts`,
      ),
      ['test/scenarios/alike.test.ts', 'test/scenarios/workers.test.ts'],
    ],
    share: 10,
  },
  {
    name: 'next poll',
    sources: ['src/poll/next-poll.ts'],
    tests: [['test/poll'], ['test/etiquette']],
    share: 3,
  },
  { name: 'guard', sources: ['src/fetch/guard.ts'], tests: [['test/fetch']], share: 2 },
  {
    name: 'conditional answers',
    sources: ['src/http/conditional.ts', 'src/http/feed-answers.ts'],
    tests: [['test/http']],
    share: 3,
  },
  {
    name: 'retention',
    sources: ['src/store/sqlite/retention.ts', 'src/store/postgres/retention.ts', 'src/upkeep/clock.ts'],
    tests: [
      ['test/store-contract/retention.test.ts', 'test/upkeep', 'test/store-contract/upkeep.test.ts'],
      ['test/store', 'test/store-contract'],
    ],
    share: 2,
  },
]
