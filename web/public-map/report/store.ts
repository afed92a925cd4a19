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
export const DRAFT_KEY = 'one'
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
  const own = memory[shelf]
  const [keys, values] = await read(shelf, (store) => Promise.all([done(store.getAllKeys()), done(store.getAll())]), [
    [],
    [],
  ])
  return [...values.filter((_, i) => !own.has(keys[i] as string)), ...own.values()]
}

export async function get<S extends Shelf>(shelf: S, key: string): Promise<Shelves[S] | undefined> {
  return memory[shelf].get(key) ?? (await read(shelf, (store) => done(store.get(key)), undefined))
}

/** A connection that the browser closed meanwhile is opened anew, once. */
async function read<T>(shelf: Shelf, ask: (store: IDBObjectStore) => Promise<T>, none: T): Promise<T> {
  const look = async () => {
    const db = await opened()
    return db ? ask(db.transaction(shelf).objectStore(shelf)) : none
  }
  return look().catch(() => {
    opening = null
    return look()
  })
}

type Entry = { [S in Shelf]: readonly [shelf: S, key: string, value: Shelves[S] | undefined] }[Shelf]

export const put = <S extends Shelf>(shelf: S, key: string, value: Shelves[S] | undefined): Promise<void> =>
  putAll([[shelf, key, value] as unknown as Entry])

/**
 * All or none of them. A value that is undefined is taken away. Resolves when it is on disk, or in memory where there is no disk.
 * @throws where the disk refuses: it is as it was, the values are in memory
 */
export async function putAll(entries: readonly Entry[]): Promise<void> {
  const db = await opened()
  for (const [shelf, key, value] of entries) {
    if (value === undefined) memory[shelf].delete(key)
    else (memory[shelf] as Map<string, typeof value>).set(key, value)
  }
  try {
    if (!db) return
    await new Promise<void>((resolve, reject) => {
      const shelvesOf = entries.map(([shelf]) => shelf)
      const transaction = db.transaction(shelvesOf, 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
      for (const [shelf, key, value] of entries) {
        const store = transaction.objectStore(shelf)
        if (value === undefined) store.delete(key)
        else store.put(value, key)
      }
    })
    for (const [shelf, key, value] of entries) if (memory[shelf].get(key) === value) memory[shelf].delete(key)
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
