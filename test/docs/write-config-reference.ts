/** Writes docs/CONFIG.md anew. */
import { writeFileSync } from 'node:fs'
import { configReference } from './config-reference.ts'

writeFileSync('docs/CONFIG.md', configReference())
