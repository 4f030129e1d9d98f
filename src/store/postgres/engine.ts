/** What this engine is asked for from outside, in one module: it and its driver are loaded only where they are used. */
export { checkDatabase, repairDatabase } from './check.ts'
export { createListening, hearing } from './listening.ts'
export { fillServer, readServer } from './move.ts'
export { openReadOnly } from './open.ts'
export { createStoryPages } from './pages/story-pages.ts'
export { openReader } from './reader.ts'
export { openStore } from './store.ts'
