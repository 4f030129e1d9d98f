/** The thread in which a nightly backup is copied and checked. */
import { backUpNightly, type Nightly } from '../store/sqlite/backup.ts'

export default function backUp(nightly: Nightly): Promise<string> {
  return backUpNightly(nightly)
}
