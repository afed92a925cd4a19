/**
 * Visits that have not left the phone yet. Each lies in IndexedDB with its photos from the first word on, and goes when it can:
 * its id is made here, and a photo is known by its content, so that sending twice does no more than sending once.
 */
import type { Control } from '../../scenarios/api/control.ts'
import type { Measured } from '../../scenarios/permits/control/figures.ts'
import {
  type NewVisit,
  newVisitSchema,
  type Place,
  type VisitPhoto,
  type VisitPurpose,
} from '../../scenarios/permits/control/visit.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { isOffline } from '../shared/api.ts'
import { problemOf } from '../shared/problem.ts'
import { parseTable, surveyOf } from './corners.ts'

export interface DraftPhoto {
  readonly name: string
  readonly blob: Blob
  readonly caption: string
}

export interface VisitDraft {
  readonly id: string
  readonly permitId: string
  /** Of the case, to be told by. */
  readonly code: string
  /** Whose it is: nobody else sends it from this device. */
  readonly userId: string
  readonly savedAt: string
  /** Finished, and to be sent as soon as that can be. */
  readonly waiting: boolean
  readonly purpose: VisitPurpose
  /** `2026-11-25T10:30:15` at the desk. */
  readonly started: string
  readonly ended: string
  readonly inspector: string
  readonly title: string
  readonly owner: string
  readonly position: Place | null
  readonly measured: Omit<Measured, 'outline'>
  /** Corners as they were typed or pasted. */
  readonly corners: string
  readonly remarks: string
  readonly conclusion: string
  readonly photos: readonly DraftPhoto[]
  /** Why the server would not take it. */
  readonly problem: ProblemDetail | null
}

/** Inputs leave the seconds out where they are 0. */
const instantOf = (input: string): string =>
  new Date(`${input.length === 16 ? `${input}:00` : input}+07:00`).toISOString()

/** Anywhere in Vietnam. */
const VIETNAM = [100_000, 900_000, 900_000, 2_700_000] as const

/** Corners of a pasted table, [easting, northing]; null where there is none, or none that closes. */
export function outlineOf(corners: string): Measured['outline'] {
  if (corners.trim() === '') return null
  const { ring } = surveyOf(parseTable(corners).rows, VIETNAM)
  return ring ? ring.slice(0, -1) : null
}

export function visitOf(draft: VisitDraft, hashes: readonly string[]): NewVisit {
  const { inspector, title, owner, remarks, conclusion, photos } = draft
  return newVisitSchema.parse({
    id: draft.id,
    purpose: draft.purpose,
    startedAt: instantOf(draft.started),
    endedAt: instantOf(draft.ended < draft.started ? draft.started : draft.ended),
    position: draft.position,
    measured: { ...draft.measured, outline: outlineOf(draft.corners) },
    photos: [...new Set(hashes)],
    words: {
      present: [
        { side: 'office', name: inspector, title },
        ...(owner.trim() ? [{ side: 'owner', name: owner, title: '' }] : []),
      ],
      remarks,
      conclusion,
      captions: Object.fromEntries(hashes.map((hash, i) => [hash, photos[i]?.caption ?? ''])),
    },
  })
}

export interface DraftStore {
  all(): Promise<VisitDraft[]>
  put(draft: VisitDraft): Promise<void>
  remove(id: string): Promise<void>
}

export interface Sender {
  addPhoto(permitId: string, file: File): Promise<VisitPhoto>
  addVisit(permitId: string, visit: NewVisit): Promise<Control>
}

/** Photos first, then the visit that names them; gone from here only once the server has it. Offline it waits on. */
export async function sendDraft(draft: VisitDraft, store: DraftStore, to: Sender): Promise<Control | null> {
  try {
    const hashes: string[] = []
    for (const { name, blob } of draft.photos) {
      const { hash } = await to.addPhoto(draft.permitId, new File([blob], name, { type: blob.type }))
      hashes.push(hash)
    }
    const control = await to.addVisit(draft.permitId, visitOf(draft, hashes))
    await store.remove(draft.id)
    return control
  } catch (error) {
    if (isOffline(error)) return null
    await store.put({ ...draft, waiting: false, problem: problemOf(error) })
    throw error
  }
}

const DATABASE = 'vithanh-visits'
const STORE = 'drafts'

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  }).catch((error) => {
    opening = null
    throw error
  })
  return opening
}

const within = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  done(work((await open()).transaction(STORE, mode).objectStore(STORE)))

export const phoneStore: DraftStore = {
  all: () => within('readonly', (store) => store.getAll() as IDBRequest<VisitDraft[]>),
  put: async (draft) => {
    await within('readwrite', (store) => store.put(draft))
  },
  remove: async (id) => {
    await within('readwrite', (store) => store.delete(id))
  },
}
