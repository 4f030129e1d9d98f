/** Every key of the config, read off the schema: for the environment, for messages and for the reference. */
import type { z } from 'zod'
import { configSchema } from './schema.ts'

export interface ConfigKey {
  /** `server.port`, `feeds.url`, `agencies.only.name` … */
  readonly name: string
  /** What kinds of value it takes. */
  readonly kinds: ReadonlySet<'text' | 'number' | 'boolean' | 'list' | 'map'>
  /** The words of an enumeration. */
  readonly words: readonly string[]
  /** In words, where it has a name: `duration`, `size` … */
  readonly form: string | null
  readonly description: string | null
  /** As a person writes it; undefined: it must be given. */
  readonly preset: unknown
  /** It is a key of the members of a list. */
  readonly inList: boolean
}

type Schema = z.ZodType & { readonly def: Def }
type Def = Partial<Record<'innerType' | 'in' | 'element', Schema>> & {
  readonly type: string
  readonly options?: readonly Schema[]
  readonly shape?: Readonly<Record<string, Schema>>
  readonly entries?: Readonly<Record<string, string>>
  readonly defaultValue?: unknown
}

let known: readonly ConfigKey[] | null = null

export function configKeys(): readonly ConfigKey[] {
  known ??= keysWithin(configSchema as Schema, '', false)
  return known
}

/** The keys that hold one value or one list of plain values, outside of lists. */
export function topKeys(): ConfigKey[] {
  return configKeys().filter(({ inList }) => !inList)
}

function keysWithin(schema: Schema, above: string, inList: boolean): ConfigKey[] {
  const layers = layersOf(schema)
  const shapes = layers.flatMap(({ def }) => (def.shape ? Object.entries(def.shape) : []))
  const below = shapes.flatMap(([name, inner]) =>
    keysWithin(inner, above ? `${above}.${name}` : name, inList),
  )
  const elements = layers.flatMap(({ def }) => (def.type === 'array' ? [def.element as Schema] : []))
  const members = elements.flatMap((element) => keysWithin(element, above, true))
  const own = above !== '' && (elements.length > 0 || shapes.length === 0 || isAlsoPlain(layers))
  const deeper = members.filter(({ name }) => name !== above)
  return [...(own ? [describe(above, layers, inList)] : []), ...below, ...deeper]
}

/** A schema and all that it wraps or chooses from, outermost first; it stops at objects, lists and maps. */
function layersOf(schema: Schema): Schema[] {
  const { innerType, in: input, options = [] } = schema.def
  const inner = innerType ?? input
  return [schema, ...(inner ? layersOf(inner) : []), ...options.flatMap(layersOf)]
}

function isAlsoPlain(layers: readonly Schema[]): boolean {
  return layers.some(({ def }) => KINDS[def.type] !== undefined && def.type !== 'array')
}

const KINDS: Readonly<Record<string, 'text' | 'number' | 'boolean' | 'list' | 'map'>> = {
  string: 'text',
  enum: 'text',
  literal: 'text',
  number: 'number',
  int: 'number',
  boolean: 'boolean',
  array: 'list',
  record: 'map',
}

function describe(name: string, layers: readonly Schema[], inList: boolean): ConfigKey {
  const meta = layers.map((layer) => (layer.meta() ?? {}) as { form?: string; description?: string })
  const kinds = layers.map(({ def }) => KINDS[def.type]).filter((kind) => kind !== undefined)
  return {
    name,
    kinds: new Set(kinds),
    words: layers.flatMap(({ def }) => Object.values(def.entries ?? {})),
    form: meta.find(({ form }) => form)?.form ?? null,
    description: meta.find(({ description }) => description)?.description ?? null,
    preset: layers.find(({ def }) => 'defaultValue' in def)?.def.defaultValue,
    inList,
  }
}
