/** Prints the figures of a simulated month of 200 feeds. */
import { createDaemon } from './daemon.ts'
import { type MonthReport, simulateMonth } from './month.ts'

function lines({ feeds, days, score, perMinuteAllowed, states, moved }: MonthReport): string[] {
  const validators = `good ${score.good}, out of sequence ${score.outOfSequence}, made up ${score.madeUp}`
  const figures: [string, unknown][] = [
    ['requests', score.total],
    ['conditional', score.conditional],
    ['unconditional', `${score.unconditional} (though validators were known: ${score.forgotten})`],
    ['validators', validators],
    ['before they were due', score.tooEarly],
    ['429/503 not obeyed to the second', score.throttleBroken],
    ['two at once to a host', score.overlaps],
    ['most polls in a minute', `${score.mostPerMinute} (allowed ${perMinuteAllowed})`],
    ['cookies, referers, query parameters', `${score.cookies}, ${score.referers}, ${score.queries}`],
    ['User-Agent', [...score.agents].join(' | ')],
    ['feeds at the end', `${JSON.stringify(states)}, moved for good ${moved}`],
  ]
  const table = figures.map(([name, value]) => `  ${name.padEnd(38)} ${value}`)
  return [`A month of etiquette: ${feeds} feeds, ${days} days`, ...table]
}

const report = await simulateMonth({ feeds: 200, days: 30 }, createDaemon)
process.stdout.write(`${lines(report).join('\n')}\n`)
