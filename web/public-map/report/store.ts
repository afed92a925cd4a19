/**
 * What this device keeps of field reports: the draft, what waits for a link, what was sent and with which code. In IndexedDB, photos
 * and all; where the browser has none (a private window), in memory as long as the page is open.
 */
import type { NewReport } from '../../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import type { ReportCategory } from '../../../scenarios/reports/categories.ts'
import type { LonLat } from '../map-control.ts'

export interface KeptPhoto {
  readonly id: string
  readonly name: string
  /** Small, without EXIF; null once it has arrived. */
  readonly blob: Blob | null
  readonly state: 'waiting' | 'sent' | 'refused'
}

export interface Draft {
  readonly category: ReportCategory | null
  readonly text: string
  readonly place: LonLat | null
  readonly danger: boolean
  readonly notPublic: boolean
  readonly name: string
  readonly phone: string
  readonly photos: readonly KeptPhoto[]
}

export const emptyDraft: Draft = {
  ...{ category: null, text: '', place: null, danger: false, notPublic: false, name: '', phone: '', photos: [] },
}

export interface Kept {
  readonly id: string
  readonly body: NewReport
  readonly photos: readonly KeptPhoto[]
  /** `sent`: the server has it; its photos may still wait. */
  readonly state: 'waiting' | 'sent' | 'refused'
  /** Of the server. */
  readonly code: string | null
  readonly problem: ProblemDetail | null
  readonly addedAt: string
}

/** Someone else’s, that this person sees too. */
export interface Supported {
  readonly id: string
  readonly code: string
  readonly category: ReportCategory
  /** Random, for this report alone. */
  readonly token: string
}

interface Shelves {
  draft: Draft
  kept: Kept
  supported: Supported
}
type Shelf = keyof Shelves
const shelves: readonly Shelf[] = ['draft', 'kept', 'supported']

const NAME = 'vithanh-reports'
/** Says to the page, before any of this is loaded, that something waits. */
export const WAITING_KEY = 'vithanh.reports.waiting'

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

let opening: Promise<IDBDatabase | null> | null = null
const opened = (): Promise<IDBDatabase | null> => {
  opening ??= new Promise((resolve) => {
    let request: IDBOpenDBRequest
    try {
      request = indexedDB.open(NAME, 1)
    } catch {
      return resolve(null)
    }
    request.onupgradeneeded = () => {
      for (const shelf of shelves) request.result.createObjectStore(shelf)
    }
    request.onsuccess = () => {
      // Closed by the browser (its data cleared, iOS in the background): opened anew when next needed.
      request.result.onclose = () => {
        opening = null
      }
      resolve(request.result)
    }
    request.onerror = () => resolve(null)
  })
  return opening
}

const memory: { [S in Shelf]: Map<string, Shelves[S]> } = {
  draft: new Map(),
  kept: new Map(),
  supported: new Map(),
}

/** False: what is kept is gone when the page is closed. */
export const keepsOnDevice = async (): Promise<boolean> => (await opened()) !== null

export async function all<S extends Shelf>(shelf: S): Promise<Shelves[S][]> {
  const db = await opened()
  if (!db) return [...memory[shelf].values()]
  return done(db.transaction(shelf).objectStore(shelf).getAll()) as Promise<Shelves[S][]>
}

export async function get<S extends Shelf>(shelf: S, key: string): Promise<Shelves[S] | undefined> {
  const db = await opened()
  if (!db) return memory[shelf].get(key)
  return done(db.transaction(shelf).objectStore(shelf).get(key)) as Promise<Shelves[S] | undefined>
}

/** @param value undefined: taken away. Resolves when it is on disk. */
export async function put<S extends Shelf>(shelf: S, key: string, value: Shelves[S] | undefined): Promise<void> {
  const db = await opened()
  if (!db) {
    if (value === undefined) memory[shelf].delete(key)
    else memory[shelf].set(key, value)
  } else
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(shelf, 'readwrite', { durability: 'strict' })
      const store = transaction.objectStore(shelf)
      if (value === undefined) store.delete(key)
      else store.put(value, key)
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()
/** Told of every change that this page makes. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
