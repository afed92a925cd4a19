/** The file that is open on the map: its worker, what is chosen for it, and what came of it. React holds no feature but lines to draw. */
import { proxy, type Remote, wrap } from 'comlink'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Mapping } from '../../data/readers/layer/mapping.ts'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { problemOf } from '../shared/problem.ts'
import { giveFile } from './files.ts'
import type { Answer, ImportWorker } from './import.worker.ts'
import type { Guess, Laid, Opened, Placed } from './import-task.ts'

export type Importing =
  | { readonly status: 'none' }
  | { readonly status: 'reading'; readonly file: string; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | OpenFile

export interface OpenFile {
  readonly status: 'open'
  readonly opened: Opened
  readonly place: Placed
  /** Which layer of the file, onto which layer of the city, how. */
  readonly index: number
  readonly layer: LayerId
  readonly guess: Guess | null
  readonly mapping: Mapping
  /** Null while it is being made, or where it cannot be. */
  readonly laid: Laid | null
  readonly problem: ProblemDetail | null
}

export interface Import {
  readonly state: Importing
  open(files: readonly File[]): void
  /** Stops reading, or puts the file away. */
  close(): void
  place(asked: string): void
  choose(index: number, layer?: LayerId): void
  map(mapping: Mapping): void
  download(): void
}

/** A worker busy in one long step is ended after this, ms; told to go, an idle one goes at once. */
const GRACE_MS = 500

const oneFile = (files: readonly File[]): ProblemDetail => ({
  code: 'import/one-file',
  message: both(
    `${files.length} tệp được thả cùng lúc; mỗi lần mở một tệp. Các phần của Shapefile (.shp, .dbf, .shx, .prj) hãy nén chung thành một tệp .zip`,
    `${files.length} files at once; open one at a time. Pack the parts of a Shapefile (.shp, .dbf, .shx, .prj) into one .zip`,
  ),
  file: files.map((file) => file.name).join(', '),
})

export function useImport(city: CityManifest): Import {
  const [state, setState] = useState<Importing>({ status: 'none' })
  const door = useRef<{ worker: Worker; api: Remote<ImportWorker> } | null>(null)
  /** Answers to questions that are no longer asked are thrown away. */
  const turn = useRef(0)
  const now = useRef(state)
  now.current = state

  const leave = useCallback(() => {
    turn.current++
    const { worker } = door.current ?? {}
    door.current = null
    if (worker) setTimeout(() => worker.terminate(), now.current.status === 'reading' ? GRACE_MS : 0)
  }, [])
  useEffect(() => leave, [leave])

  return useMemo(() => {
    const fail = (problem: ProblemDetail) => setState({ status: 'failed', problem })
    const ask = async <T>(question: Promise<Answer<T>>): Promise<Answer<T> | null> => {
      const mine = ++turn.current
      const answer = await question
      return mine === turn.current ? answer : null
    }
    const lay = async (file: OpenFile) => {
      setState(file)
      if ('problem' in file.place) return
      const answer = await ask(door.current!.api.lay(file.index, file.layer, file.mapping))
      if (!answer) return
      setState(
        'value' in answer
          ? { ...file, laid: answer.value, problem: null }
          : { ...file, laid: null, problem: answer.problem },
      )
    }
    const target = async (file: Omit<OpenFile, 'guess' | 'mapping'>) => {
      const answer = await ask(door.current!.api.guess(file.index, file.layer))
      if (!answer) return
      if ('problem' in answer) fail(answer.problem)
      else await lay({ ...file, guess: answer.value, mapping: answer.value.mapping })
    }
    const likeliest = (opened: Opened, index: number): LayerId => opened.layers[index]!.guesses[0]?.layer ?? 'landmarks'
    const open = async (file: File) => {
      leave()
      const worker = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' })
      const api = wrap<ImportWorker>(worker)
      door.current = { worker, api }
      // Out of memory, or not to be had: no answer comes any more.
      worker.onerror = ({ message }) => {
        if (door.current?.worker !== worker) return
        leave()
        fail({ ...problemOf(message || 'worker'), file: file.name })
      }
      setState({ status: 'reading', file: file.name, fraction: 0 })
      const mine = turn.current + 1
      const progress = proxy((fraction: number) => {
        if (mine === turn.current) setState({ status: 'reading', file: file.name, fraction })
      })
      const bounds = city.bounds as Bounds
      const answer = await ask(api.open(file, { frame: city.frame, bounds }, progress) as Promise<Answer<Opened>>)
      if (!answer) return
      if ('problem' in answer) return fail(answer.problem)
      const opened = answer.value
      const index = opened.layers.reduce((best, layer, i) => (layer.count > opened.layers[best]!.count ? i : best), 0)
      const layer = likeliest(opened, index)
      await target({ status: 'open', opened, place: opened.place, index, layer, laid: null, problem: null })
    }
    const current = (): OpenFile | null => (now.current.status === 'open' ? now.current : null)
    return {
      state,
      open: (files) => {
        if (files.length === 0) return
        if (files.length === 1) return void open(files[0]!)
        leave()
        fail(oneFile(files))
      },
      close: () => {
        leave()
        setState({ status: 'none' })
      },
      place: (asked) => {
        const file = current()
        if (!file) return
        void ask(door.current!.api.place(asked)).then((answer) => {
          if (!answer) return
          if ('problem' in answer) setState({ ...file, laid: null, problem: answer.problem })
          else void lay({ ...file, place: answer.value, laid: null, problem: null })
        })
      },
      choose: (index, layer) => {
        const file = current()
        if (!file) return
        const to = layer ?? likeliest(file.opened, index)
        void target({ ...file, index, layer: to, laid: null, problem: null })
      },
      map: (mapping) => {
        const file = current()
        if (file) void lay({ ...file, mapping, laid: null, problem: null })
      },
      download: () => {
        const file = current()
        if (!file?.laid) return
        void ask(door.current!.api.geoJson()).then((answer) => {
          if (answer && 'value' in answer)
            giveFile(`${file.layer}-${file.opened.file.replace(/\.[^/]*$/, '')}.geojson`, answer.value)
        })
      },
    }
  }, [state, city, leave])
}

/** Files dropped anywhere on the page; true while one is held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = onFiles
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const hover = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(false)
      take.current([...event.dataTransfer!.files])
    }
    addEventListener('dragover', hover)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', hover)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return over
}
