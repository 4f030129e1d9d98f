import type { z } from 'zod'
import { configSchema } from '../../src/config/schema.ts'

/** Keys that hold lists: they stand in the file only. */
const LISTS = new Set(['server.hubs', 'server.hosts', 'agencies', 'feeds'])

/** `server.port`, `retention` …: every key of the config that holds one value. */
export function scalarKeys(): string[] {
  return [...configKeys()].filter((key) => !LISTS.has(key) && !/^(agencies|feeds)\./.test(key))
}

/** Every key of the config that holds no further keys; those of list members too: `feeds.url`, `agencies.only.name` … */
export function configKeys(): Set<string> {
  return new Set(keysOf(configSchema, ''))
}

function keysOf(schema: z.ZodType, above: string): string[] {
  const def = schema.def as Partial<Record<'innerType' | 'in' | 'element', z.ZodType>> & {
    readonly options?: readonly z.ZodType[]
    readonly shape?: Readonly<Record<string, z.ZodType>>
  }
  const inside = def.innerType ?? def.in
  if (inside) return keysOf(inside, above)
  if (def.element) return [above, ...keysOf(def.element, above)]
  if (def.options) return def.options.flatMap((option) => keysOf(option, above))
  if (!def.shape) return [above]
  return Object.entries(def.shape).flatMap(([key, value]) => keysOf(value, above ? `${above}.${key}` : key))
}
