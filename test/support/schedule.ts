/** Schedules for daemons whose clock a test moves: node-cron goes by the real one, and must not poll in between. */

/** Each day, half a day from now. */
export const DAILY = `0 ${(new Date().getUTCHours() + 12) % 24} * * *`
/** On the 29th of February. */
export const NEVER = '0 0 29 2 *'
