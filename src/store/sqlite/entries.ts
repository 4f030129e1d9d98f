/** The `entries` table as polls change it: every entry once per feed and guid, its texts beside it. */
import type { Database } from 'better-sqlite3'
import type { ParsedEntry } from '../../contract/model.ts'
import {
  contentHashOf,
  entryKey,
  isNotedLongAgo,
  laterKey,
  namesOf,
  toEntryRow,
  toTextsRow,
} from '../entry-rows.ts'
import { placeOf } from '../identity/address.ts'
import type { Identity } from '../identity/identify.ts'
import { toText } from '../rows.ts'
import {
  type ChangedEntry,
  differences,
  type SavedFeed,
  type StoredEntries,
  type Told,
} from '../stored-entries.ts'
import { createIdentify } from './identify.ts'
import { createRevisionStore } from './revisions.ts'

export type EntryStore = ReturnType<typeof createEntryStore>

const INSERT = `
  INSERT INTO entries (feed_id, guid, key, story_id, link, canonical_url, title, author, published_at, updated_at,
    first_seen_at, last_listed_at, words, teaser, enclosures, image_url, categories, language, source, content_hash,
    own_guid, place, details)
  VALUES (@feedId, @guid, @key, NULL, @link, @canonical_url, @title, @author, @published_at, @updated_at,
    @now, @now, @words, @teaser, @enclosures, @image_url, @categories, @language, @source, @content_hash,
    @ownGuid, @place, @details)
  ON CONFLICT DO NOTHING -- listed twice, and not to be told apart`
const UPDATE = `
  UPDATE entries SET link = @link, canonical_url = @canonical_url, title = @title, author = @author,
    published_at = coalesce(@published_at, published_at), updated_at = @updated_at, last_listed_at = @now,
    changed_at = @now, words = @words, teaser = @teaser, enclosures = @enclosures, image_url = @image_url,
    categories = @categories, language = @language, source = @source, content_hash = @content_hash,
    place = @place, details = @details
  WHERE id = @id`
const PUT_TEXTS = `
  INSERT INTO entry_texts (entry_id, text, content_html, summary_html, search_title, search_text)
  VALUES (@id, @text, @content_html, @summary_html, @search_title, @search_text)
  ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text, content_html = excluded.content_html,
    summary_html = excluded.summary_html, search_title = excluded.search_title, search_text = excluded.search_text`
const TOLD = `
  SELECT title, link, coalesce(text, '') AS text FROM entries LEFT JOIN entry_texts ON entry_id = entries.id
  WHERE entries.id = ?`
const REMEASURE = `
  UPDATE stories SET longest_words = (SELECT max(words) FROM entries WHERE story_id = stories.id)
  WHERE id = (SELECT story_id FROM entries WHERE id = ?)`

export function createEntryStore(db: Database) {
  const identify = createIdentify(db)
  const putTexts = createPutTexts(db)
  const [add, change] = [createAdd(db, putTexts), createChange(db, putTexts)]
  const rename = db.prepare('UPDATE entries SET guid = @guid, own_guid = @ownGuid WHERE id = @id')
  const setPlace = db.prepare('UPDATE entries SET place = ? WHERE id = ?')
  const listed = db.prepare('UPDATE entries SET last_listed_at = ? WHERE id = ?')

  return {
    /** Inserts what is new, updates what changed, touches the rest. New entries have no story yet. */
    save(feed: SavedFeed, entries: readonly ParsedEntry[], now: number): StoredEntries {
      const added: { id: number; index: number }[] = []
      const changed: ChangedEntry[] = []
      for (const [index, identity] of identify(feed.id, entries).entries()) {
        const entry = entries[index]!
        const { known } = identity
        if (!known) {
          const id = add(feed, entry, identity, now)
          if (id !== null) added.push({ id, index })
          continue
        }
        if (known.guid !== identity.guid) rename.run({ ...identity, id: known.id })
        if (known.place === null) setPlace.run(placeOf(entry), known.id)
        if (known.content_hash !== contentHashOf(entry))
          changed.push({ id: known.id, index, ...change(known.id, entry, now) })
        else if (isNotedLongAgo(known.last_listed_at, now)) listed.run(toText(now), known.id)
      }
      return { added, changed }
    },
  }
}

type PutTexts = (id: number, entry: ParsedEntry) => void

function createPutTexts(db: Database): PutTexts {
  const put = db.prepare(PUT_TEXTS)
  return (id, entry) => void put.run({ ...toTextsRow(entry), id })
}

function createAdd(db: Database, putTexts: PutTexts) {
  const insert = db.prepare(INSERT)
  const freeKey = createFreeKey(db)
  const isBuried = createGraveyard(db)

  /** Returns the new entry's id, or null where retention removed it before: listed again, it is not news. */
  return (feed: SavedFeed, entry: ParsedEntry, { guid, ownGuid }: Identity, now: number): number | null => {
    if (isBuried(feed.id, guid, now)) return null
    const key = freeKey(feed.url, guid, now)
    const row = { ...toEntryRow(entry), feedId: feed.id, guid, ownGuid, key, now: toText(now) }
    const { changes, lastInsertRowid } = insert.run(row)
    if (changes === 0) return null
    const id = Number(lastInsertRowid)
    putTexts(id, entry)
    return id
  }
}

/** Whether retention removed the entry of this guid, by any of its names; notes that its feed lists it still. */
function createGraveyard(db: Database) {
  const buried = db
    .prepare('SELECT last_listed_at FROM removed_entries WHERE feed_id = ? AND guid = ?')
    .pluck()
  const listedAgain = db.prepare(
    'UPDATE removed_entries SET last_listed_at = ? WHERE feed_id = ? AND guid = ?',
  )
  return (feedId: number, guid: string, now: number): boolean => {
    for (const name of namesOf(guid)) {
      const seenAt = buried.get(feedId, name) as string | undefined
      if (seenAt === undefined) continue
      if (isNotedLongAgo(seenAt, now)) listedAgain.run(toText(now), feedId, name)
      return true
    }
    return false
  }
}

function createChange(db: Database, putTexts: PutTexts) {
  const revisions = createRevisionStore(db)
  const told = db.prepare(TOLD)
  const update = db.prepare(UPDATE)
  const remeasure = db.prepare(REMEASURE)

  /** Returns whether it says something else now, or only looks different. */
  return (id: number, entry: ParsedEntry, now: number): Pick<ChangedEntry, 'retold' | 'relinked'> => {
    const before = told.get(id) as Told
    revisions.add(id, before, entry, now)
    update.run({ ...toEntryRow(entry), id, now: toText(now) })
    putTexts(id, entry)
    remeasure.run(id)
    return differences(before, entry)
  }
}

/** The key of a guid that was given up by an entry which keeps the key is that entry's. */
function createFreeKey(db: Database) {
  const isTaken = db.prepare('SELECT 1 FROM entries WHERE key = ?').pluck()
  return (feedUrl: string, guid: string, now: number): string => {
    const key = entryKey(feedUrl, guid)
    return isTaken.get(key) === undefined ? key : laterKey(feedUrl, guid, now)
  }
}
