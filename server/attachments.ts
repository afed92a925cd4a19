/**
 * Files that people send in: what they are is seen by their content alone, and they are kept by their hash under
 * `<DATA_DIR>/attachments`, whole and on disk before a row names them.
 */
import { constants, createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { formatOf, readVector, sourceFile } from '../data/readers/vector/read.ts'
import { ATTACHMENT_BYTES, type Attachment } from '../scenarios/api/permits.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { Db, Trx } from './database.ts'
import { refuse } from './http.ts'

type Kind = Attachment['kind']

/** Held while a file is put into its place and named, or found to be named by nobody and removed. */
const FILES_LOCK = 7_105_005
export const lockFiles = (trx: Trx) => sql`select pg_advisory_xact_lock(${FILES_LOCK})`.execute(trx)

/** What a drawing may ask of the server. */
const LIMITS = { bytes: ATTACHMENT_BYTES, features: 200_000, corners: 2_000_000, depth: 32, seconds: 20 }
/** Bytes of head and tail in which a format names itself. */
const ENDS = 65_536

const mediaTypes: Record<Kind, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  dxf: 'image/vnd.dxf',
  geojson: 'application/geo+json',
  ifc: 'application/x-step',
  glb: 'model/gltf-binary',
}

/** One drawing is read at a time: each may take hundreds of megabytes. */
let reading: Promise<unknown> = Promise.resolve()

/**
 * What a file is, by its bytes; drawings are read to their end.
 * @throws Refusal 415 `permit/attachment-type`, 422 `permit/attachment-broken`
 */
export async function kindOf(bytes: Buffer): Promise<Kind> {
  const kind = seen(bytes)
  if (!kind) {
    const message = both('Loại tệp này không được nhận', 'This kind of file is not taken')
    throw refuse(415, 'permit/attachment-type', message, 'body', 'PDF, PNG, JPEG, DXF, GeoJSON, IFC, GLB')
  }
  if (kind === 'dxf' || kind === 'geojson') {
    const read = reading.then(() => readDrawing(kind, bytes))
    reading = read.catch(() => {})
    await read
  }
  return kind
}

function seen(bytes: Buffer): Kind | null {
  const starts = (head: string) => bytes.subarray(0, head.length).toString('latin1') === head
  const tail = bytes.subarray(-ENDS).toString('latin1')
  if (starts('%PDF-')) return tail.includes('%%EOF') ? 'pdf' : broken('%%EOF')
  if (starts('\x89PNG\r\n\x1a\n')) return tail.endsWith('IEND\xae\x42\x60\x82') ? 'png' : broken('IEND')
  if (starts('\xff\xd8\xff')) return tail.includes('\xff\xd9') ? 'jpeg' : broken('FF D9')
  if (starts('ISO-10303-21;')) {
    if (!/FILE_SCHEMA\s*\(\s*\(\s*'IFC/i.test(bytes.subarray(0, ENDS).toString('latin1'))) return null
    return tail.includes('END-ISO-10303-21;') ? 'ifc' : broken('END-ISO-10303-21;')
  }
  if (starts('glTF')) {
    const whole = bytes.length >= 12 && bytes.readUInt32LE(4) === 2 && bytes.readUInt32LE(8) === bytes.length
    return whole ? 'glb' : broken('glTF 2')
  }
  const format = formatOf(bytes.subarray(0, ENDS), '')
  return format === 'dxf' || format === 'geojson' ? format : null
}

function broken(expected: string): never {
  throw refuse(422, 'permit/attachment-broken', both('Tệp bị cắt hoặc hỏng', 'The file is cut short'), 'body', expected)
}

async function readDrawing(kind: 'dxf' | 'geojson', bytes: Buffer): Promise<void> {
  const whole = sourceFile(`.${kind}`, bytes)
  async function* stream() {
    for await (const chunk of whole.stream()) {
      await breathe() // others are answered meanwhile
      yield chunk
    }
  }
  try {
    await readVector({ ...whole, stream }, { limits: LIMITS })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { message, place, expected } = error.detail
    throw refuse(422, 'permit/attachment-broken', message, ['body', place].filter(Boolean).join(': '), expected)
  }
}

const folderOf = (dataDir: string): string => `${dataDir}/attachments`
export const fileOf = (dataDir: string, hash: string): string => `${folderOf(dataDir)}/${hash.slice(0, 2)}/${hash}`

/** A file that is written and synced under a name of its own, to be put into its place. */
export interface Draft {
  write(bytes: Uint8Array): Promise<void>
  /** Whole, on disk, and there or not at all; one that is there already stays. */
  place(): Promise<void>
  /** What was not put into its place is gone. */
  drop(): Promise<void>
}

let drafts = 0

export async function draftFile(dataDir: string, hash: string): Promise<Draft> {
  const path = fileOf(dataDir, hash)
  const draft = `${path}.${process.pid}-${drafts++}`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(draft, 'wx', 0o600)
  let closed = false
  const close = async () => {
    if (!closed) await file.close()
    closed = true
  }
  return {
    async write(bytes) {
      await file.writeFile(bytes)
    },
    async place() {
      await file.sync()
      await close()
      if (await isThere(path)) return rm(draft)
      await rename(draft, path)
      await syncFolder(dirname(path))
      await syncFolder(folderOf(dataDir))
      await syncFolder(dataDir)
    },
    async drop() {
      await close()
      await rm(draft, { force: true })
    },
  }
}

/**
 * Writes a file, and in one transaction puts it into its place and names it, or leaves nothing.
 * @param name calls `place` before a row names the file
 */
export async function placeFile<T>(
  { db, dataDir }: { readonly db: Db; readonly dataDir: string },
  { hash, bytes }: { readonly hash: string; readonly bytes: Uint8Array },
  name: (trx: Trx, place: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const draft = await draftFile(dataDir, hash)
  try {
    await draft.write(bytes)
    return await db.transaction().execute((trx) =>
      name(trx, async () => {
        await lockFiles(trx)
        await draft.place()
      }),
    )
  } finally {
    await draft.drop()
  }
}

/** The names in a folder, too, must be on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

export const isThere = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  )

/** Hashes that rows name, all of them or one alone; in order, each once. */
export async function namedFiles(db: Db, hash?: string): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`select hash from (
      select hash from permit_attachments union select hash from plan_attachments union select hash from works_photos
      union select hash from statement_files union select grid_hash from floods where grid_hash is not null
      union select hash from permit_papers where kept union select hash from permit_signatures where kept
      union select hash from report_photos where kept union select public_hash from report_photos where public_hash is not null
    ) named where ${hash === undefined ? sql`true` : sql`hash = ${hash}`} order by hash`.execute(db)
  return rows.map((row) => row.hash)
}

/** Removes files that nothing names any more. */
export async function dropFiles(db: Db, dataDir: string, hashes: readonly string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockFiles(trx)
    for (const hash of hashes) {
      if ((await namedFiles(trx, hash)).length === 0) await rm(fileOf(dataDir, hash), { force: true })
    }
  })
}

/** A file's name as it may be shown and saved: one line, no path, the ending of its kind. */
export function safeName(name: string, kind: Kind): string {
  const stem = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^.*[/\\]/, '')
    .replace(/["*:<>?|]/g, '')
    .replace(/\.(jpg|[a-z0-9]{2,7})$/i, '')
    .replace(/^[\s.]+|\s+$/g, '')
  const short = [...stem].slice(0, 100).join('')
  return `${short || 'tệp'}.${kind}`
}

/** As RFC 6266 has it: to be saved, never shown as a page of ours. */
export const disposition = (name: string): string =>
  `attachment; filename="${name.normalize('NFD').replace(/[^\x20-\x7e]/g, '')}"; filename*=UTF-8''${percent(name)}`

const percent = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)

/** As a file to be saved: nothing in it runs or stays in a cache. */
export const toBeSaved = (reply: FastifyReply, mediaType: string, name: string): FastifyReply =>
  reply
    .type(mediaType)
    .header('content-disposition', disposition(name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')

/** @param lost code of the 404 where the file is gone */
export async function sendKept(
  reply: FastifyReply,
  dataDir: string,
  { hash, name, kind, bytes }: Pick<Attachment, 'hash' | 'name' | 'kind' | 'bytes'>,
  lost: string,
): Promise<FastifyReply> {
  const path = fileOf(dataDir, hash)
  if (!(await isThere(path)))
    throw refuse(404, lost, both('Tệp không còn trên máy chủ', 'The file is no longer on the server'), hash)
  return toBeSaved(reply, mediaTypes[kind], name).header('content-length', bytes).send(createReadStream(path))
}
