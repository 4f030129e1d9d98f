/** `wirefold init`: writes the config that comes with the program, in which every key is explained. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ROOT } from '../root.ts'
import { type CommandContext, FileError } from './context.ts'

const SAMPLE = new URL('config/wirefold.yaml', ROOT)

/** Writes `file`, else the config's usual place. Throws FileError where there is a file already. */
export async function init(context: CommandContext, file: string = context.config): Promise<number> {
  write(file)
  const flag = file === context.config && !context.isNamed ? '' : ` --config ${quoted(file)}`
  context.print(`wrote ${file}, with a comment for every key`)
  context.print(`next:\n  wirefold add https://www.example.org/${flag}\n  wirefold serve${flag}`)
  return 0
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function write(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeNew(file, readFileSync(SAMPLE))
  } catch (error) {
    throw new FileError(`cannot write ${file}: ${reason(error as NodeJS.ErrnoException)}`)
  }
}

/** Whole or not at all: an empty file would be in the way of the next `init`. */
function writeNew(file: string, content: Uint8Array): void {
  const opened = openSync(file, 'wx')
  try {
    writeFileSync(opened, content)
  } catch (error) {
    rmSync(file)
    throw error
  } finally {
    closeSync(opened)
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST') return 'it is there already, and nothing was changed'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (code === 'EROFS') return 'the file system is read-only'
  return message
}
