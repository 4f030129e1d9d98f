/** Answers that carry a feed's document: whole, the client's own copy confirmed, or only what is new to it. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type CodedBody, chooseCoding, codedTag, createCodedBody } from './codings.ts'
import { isFresh, tagHeld, validators } from './conditional.ts'
import { ENDINGS, type FeedDocument, FORMAT_NAMES, type FormatName } from './feed-documents.ts'

export interface Format {
  readonly file: FormatName
  /** Of the named feeds. */
  readonly ending: string
  readonly type: string
  /** What browsers are given: they show a stylesheet only with this one. */
  readonly browserType: string
}

const TYPES: Readonly<Record<FormatName, Pick<Format, 'type' | 'browserType'>>> = {
  'rss.xml': { type: 'application/rss+xml', browserType: 'application/xml' },
  'atom.xml': { type: 'application/atom+xml', browserType: 'application/xml' },
  'feed.json': { type: 'application/feed+json', browserType: 'application/json' },
}

export const FORMATS: readonly Format[] = FORMAT_NAMES.map((file) => ({
  file,
  ending: ENDINGS[file],
  ...TYPES[file],
}))

/** A document that is ready to be sent. */
export interface Ready extends Omit<FeedDocument, 'body'> {
  readonly coded: CodedBody
  readonly size: number
}

/** @param older of the same address; its compressed forms are used again where its content is the same */
export function makeReady({ body, ...document }: FeedDocument, older: Ready | undefined): Ready {
  const coded = older?.etag === document.etag ? older.coded : createCodedBody(body, document.etag)
  return {
    ...document,
    coded,
    get size() {
      return coded.size
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body?: Buffer
}

/** 200 with the document, or 304 where the client has it. */
export async function answerTo(
  request: Pick<IncomingMessage, 'headers'>,
  format: Format,
  { coded, etag, lastModified, link }: Ready,
  cacheControl: string,
): Promise<Answer> {
  if (isFresh(request, etag, lastModified)) {
    const headers = validators(tagHeld(request, etag), lastModified, cacheControl)
    return { status: 304, headers: { ...headers, link } }
  }
  const coding = coded.codingFor(chooseCoding(request.headers['accept-encoding']))
  const body = await coded.in(coding)
  const headers = {
    ...validators(codedTag(etag, coding), lastModified, cacheControl),
    link,
    'content-type': typeFor(request, format),
    'content-length': body.length,
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  }
  return { status: 200, headers, body }
}

/** With what hooks have put beside the document's own headers. */
export async function send(reply: FastifyReply, answering: Promise<Answer>): Promise<FastifyReply> {
  const { status, headers, body } = await answering
  return reply.code(status).headers(headers).send(body)
}

/** 226 with what is new to a client that asked for that. */
export function sendDelta(
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
  { etag, link }: Ready,
  body: Uint8Array,
): FastifyReply {
  reply.headers(validators(etag, null, 'no-store'))
  reply.header('link', link).header('im', 'feed').type(typeFor(request, format))
  return reply.code(226).send(body)
}

function typeFor({ headers }: Pick<IncomingMessage, 'headers'>, { type, browserType }: Format): string {
  return `${headers.accept?.includes('text/html') ? browserType : type}; charset=utf-8`
}
