/** What a storage engine promises to processes that share one database. */

/** A host is asked by one worker at a time. */
type HostTurn =
  | { readonly kind: 'yours' }
  /** Another worker asks it, or did a moment ago: try again after so many milliseconds. */
  | { readonly kind: 'wait'; readonly ms: number }

export interface WorkerStore {
  /** The time by the database's clock, which is the same for all workers. Epoch milliseconds. */
  clock(): Promise<number>
  /**
   * Whether this process still leases the feed, and nobody holds it: another worker takes it when the lease has ended, and
   * may have learned that its publisher wants to be left alone.
   */
  keepsLease(feedId: number, now: number): Promise<boolean>
  /** Takes a host, among all workers, for at most `forMs`, so that a worker that dies keeps it no longer from the others. */
  takeHost(host: string, forMs: number): Promise<HostTurn>
  /** Gives a host back; nobody asks it within `pauseMs`. */
  leaveHost(host: string, pauseMs: number): Promise<void>
  /** Whether what is published changed since a worker was told so; that one tells the hubs. */
  claimAnnouncement(): Promise<boolean>
}
