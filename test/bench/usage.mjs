/** Loaded before a program (`node --import`): writes what its process took to the file that `BENCH_USAGE` names. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const began = performance.now()
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const figures = {
      wallS: (performance.now() - began) / 1000,
      cpuS: (userCPUTime + systemCPUTime) / 1e6,
      peakMb: maxRSS / 1024,
    }
    writeFileSync(process.env.BENCH_USAGE, JSON.stringify(figures))
  })
}
