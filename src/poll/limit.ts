import PQueue from 'p-queue'
export function createLimiter({ concurrency }: { concurrency: number }) {
  const queue = new PQueue({ concurrency })
  return { run: <T>(_host: string, job: () => Promise<T>): Promise<T> => queue.add(job) as Promise<T> }
}
