/** Which version of the program this is. */
import { readFileSync } from 'node:fs'
import { ROOT } from './root.ts'

/** The program's version, from package.json. */
export const VERSION: string = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')).version
