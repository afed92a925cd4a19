/**
 * What this device keeps of field reports: the draft, what waits for a link, what was sent and with which code. In IndexedDB, photos
 * and all; where the browser has none (a private window) or no room, in memory as long as the page is open.
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

/** What is not on disk. */
const memory: { [S in Shelf]: Map<string, Shelves[S]> } = {
  draft: new Map(),
  kept: new Map(),
  supported: new Map(),
}

/** False: what is kept is gone when the page is closed. */
export const keepsOnDevice = async (): Promise<boolean> => (await opened()) !== null
/** It is gone when the page is closed. */
export const isInMemory = (shelf: Shelf, key: string): boolean => memory[shelf].has(key)

export async function all<S extends Shelf>(shelf: S): Promise<Shelves[S][]> {
  const db = await opened()
  const own = memory[shelf]
  if (!db) return [...own.values()]
  const store = db.transaction(shelf).objectStore(shelf)
  const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
  return [...values.filter((_, i) => !own.has(keys[i] as string)), ...own.values()]
}

export async function get<S extends Shelf>(shelf: S, key: string): Promise<Shelves[S] | undefined> {
  const db = await opened()
  const own = memory[shelf].get(key)
  if (!db || own) return own
  return done(db.transaction(shelf).objectStore(shelf).get(key)) as Promise<Shelves[S] | undefined>
}

/**
 * @param value undefined: taken away. Resolves when it is on disk, or in memory where there is no disk.
 * @throws where the disk refuses; the value is in memory then
 */
export async function put<S extends Shelf>(shelf: S, key: string, value: Shelves[S] | undefined): Promise<void> {
  const db = await opened()
  if (value === undefined) memory[shelf].delete(key)
  else memory[shelf].set(key, value)
  try {
    if (!db) return
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(shelf, 'readwrite', { durability: 'strict' })
      const store = transaction.objectStore(shelf)
      if (value === undefined) store.delete(key)
      else store.put(value, key)
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    if (memory[shelf].get(key) === value) memory[shelf].delete(key)
  } finally {
    for (const listener of listeners) listener()
  }
}

const listeners = new Set<() => void>()
/** Told of every change that this page makes. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
