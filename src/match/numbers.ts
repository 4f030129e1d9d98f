/** A set of whole numbers in one typed array: a Set, a tenth of its size. It grows no further than it was made for. */
const SMALLEST = 8

export class Numbers {
  /** By hash, open addressing: the number and one, 0 where nothing is. */
  readonly #slots: Uint32Array
  #size = 0

  /** @param most So many numbers are added at most, each below 2^32 - 1. */
  constructor(most: number) {
    let slots = SMALLEST
    while (slots < most * 2) slots *= 2
    this.#slots = new Uint32Array(slots)
  }

  get size(): number {
    return this.#size
  }

  add(number: number): void {
    const slot = this.#slotOf(number)
    if (this.#slots[slot] === 0) this.#size++
    this.#slots[slot] = number + 1
  }

  has(number: number): boolean {
    return this.#slots[this.#slotOf(number)] !== 0
  }

  /** How many of them the other set has. */
  countIn(other: Numbers): number {
    let count = 0
    for (const slot of this.#slots) if (slot !== 0 && other.has(slot - 1)) count++
    return count
  }

  #slotOf(number: number): number {
    const mask = this.#slots.length - 1
    let slot = (Math.imul(number, 0x9e3779b1) >>> 8) & mask
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== number + 1) slot = (slot + 1) & mask
    return slot
  }
}
