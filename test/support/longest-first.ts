/** Begins with the tests that wait for processes and for time, or the last of them would run alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LONG = /\/test\/(?:faults|cli|daemon|etiquette|scenarios|store\/postgres)\//

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
