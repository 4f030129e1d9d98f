/** How much each visitor may cost: a budget that refills steadily, so that a burst is possible and a flood is not. */
import ipaddr from 'ipaddr.js'

export interface Rate {
  /** Takes `cost` from the visitor's budget, or takes nothing and returns the seconds until there is enough. */
  take(visitor: string, cost: number): number | null
  /** Seconds until the visitor has `cost` to spend; null where that is now. */
  wait(visitor: string, cost: number): number | null
}

const MINUTE = 60_000
/** Visitors remembered at once; whoever was seen least recently is forgotten first. */
const MOST_VISITORS = 20_000

/** Budgets of `perMinute` each, refilled within a minute. `now` in epoch milliseconds. */
export function createRate(perMinute: number, now: () => number): Rate {
  /** When each visitor's budget will be full again (the generic cell rate algorithm). */
  const fullAt = new Map<string, number>()
  const after = (visitor: string, cost: number): number => {
    const at = now()
    let full = Math.max(fullAt.get(visitor) ?? 0, at)
    if (full > at + MINUTE) {
      // The clock was set back: that must not lock anybody out for longer than a minute.
      full = at + MINUTE
      fullAt.set(visitor, full)
    }
    return full + (Math.min(cost, perMinute) * MINUTE) / perMinute
  }
  const wait = (visitor: string, cost: number): number | null => {
    const missing = after(visitor, cost) - MINUTE - now()
    return missing <= 0 ? null : Math.ceil(missing / 1000)
  }
  return {
    wait,
    take: (visitor, cost) => {
      const seconds = wait(visitor, cost)
      if (seconds !== null) return seconds
      const full = after(visitor, cost)
      fullAt.delete(visitor)
      fullAt.set(visitor, full)
      if (fullAt.size > MOST_VISITORS) fullAt.delete(fullAt.keys().next().value!)
      return null
    },
  }
}

/**
 * Who asks, as budgets know them: an IPv4 address, or the network of 64 bits that an IPv6 customer is given. A connection
 * that was cut meanwhile has no address any more; nobody waits for its answer.
 */
export function visitorOf(address: string | undefined): string {
  if (address === undefined) return 'gone'
  if (!address.includes(':') || !ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : `${(parsed as ipaddr.IPv6).parts.slice(0, 4).join(':')}::/64`
}
