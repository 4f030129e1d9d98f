/**
 * What an entry's title, and the headline in its address, claim: a date, whom they cite, what they tell. Worked out when it is
 * asked for, which of strangers it seldom is.
 */
import { type Address, slugWords } from '../../fingerprint/address.ts'
import { type Directory, named } from './credit.ts'
import { clockOf, type IssueDate, issueDateOf } from './issue-date.ts'
import { namesIn } from './names.ts'
import { type Telling, telling } from './telling.ts'

interface Said {
  readonly title: string
  /** The title without names of sources. */
  readonly bare: string
  /** The words of the title as it compares with other outlets' titles. */
  readonly words: readonly string[]
  /** The address with a headline in it. */
  readonly address: Pick<Address, 'slug'>
  /** Agencies that the entry credits. */
  readonly agencies: ReadonlySet<string>
  readonly names: Directory
}

export class Claims {
  readonly #said: Said
  #issueDate: IssueDate | null | undefined
  #clock: number | null | undefined
  #names: ReadonlySet<string> | undefined
  #cited: ReadonlySet<string> | undefined
  #slug: Telling | undefined
  #title: Telling | undefined

  constructor(said: Said) {
    this.#said = said
  }

  /** The date in the title. */
  get issueDate(): IssueDate | null {
    if (this.#issueDate === undefined) this.#issueDate = issueDateOf(this.#said.title)
    return this.#issueDate
  }

  /** The hour in the title, in minutes. */
  get clock(): number | null {
    if (this.#clock === undefined) this.#clock = clockOf(this.#said.title)
    return this.#clock
  }

  /** What the title writes with a capital inside a sentence. */
  get names(): ReadonlySet<string> {
    this.#names ??= namesIn(this.#said.bare)
    return this.#names
  }

  /** Agencies that the title names as somebody else: `…, AGENCY reports`. */
  get cited(): ReadonlySet<string> {
    const { bare, names, agencies } = this.#said
    this.#cited ??= new Set(named(bare, names).filter((name) => !agencies.has(name)))
    return this.#cited
  }

  /** What the headline in the address tells; no words where there is none. */
  get slug(): Telling {
    this.#slug ??= telling(slugWords(this.#said.address))
    return this.#slug
  }

  /** What the title tells. */
  get title(): Telling {
    this.#title ??= telling(this.#said.words)
    return this.#title
  }
}
