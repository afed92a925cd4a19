/** The norms of an area as it is and as the draft would have it: asked anew after each change, in a worker of its own. */
import { type Remote, wrap } from 'comlink'
import { useEffect, useRef, useState } from 'react'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'
import { TILES_URL } from '../shared/tiles.ts'
import { type IndicatorChoice, keepChoice, restoreChoice, settingsFor } from './indicator-choice.ts'
import type { IndicatorWorker } from './indicators.worker.ts'
import type { IndicatorAnswer } from './indicators-task.ts'

export interface IndicatorState {
  readonly choice: IndicatorChoice
  /** The last answer; while it is `busy`, of before the last change. */
  readonly answer: IndicatorAnswer | null
  readonly busy: boolean
  readonly problem: ProblemDetail | null
  choose(choice: IndicatorChoice): void
}

/** A person who drags a number asks once. */
const PAUSE_MS = 250

/** @param wanted false until somebody looks at them; then they follow the draft */
export function useIndicators(
  city: CityManifest,
  area: Bounds,
  edits: readonly Edit[],
  wanted: boolean,
): IndicatorState {
  const [choice, setChoice] = useState(() => restoreChoice(localStorage, city.name))
  const [found, setFound] = useState<Pick<IndicatorState, 'answer' | 'busy' | 'problem'>>({
    answer: null,
    busy: false,
    problem: null,
  })
  const door = useRef<{ worker: Worker; api: Remote<IndicatorWorker> } | null>(null)
  useEffect(
    () => () => {
      door.current?.worker.terminate()
      door.current = null
    },
    [],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the area by what it is
  useEffect(() => {
    if (!wanted) return
    let asked = true
    const fail = (problem: ProblemDetail) => asked && setFound({ answer: null, busy: false, problem })
    setFound((before) => ({ ...before, busy: true }))
    const timer = setTimeout(async () => {
      try {
        if (!door.current) {
          const worker = new Worker(new URL('./indicators.worker.ts', import.meta.url), { type: 'module' })
          door.current = { worker, api: wrap<IndicatorWorker>(worker) }
        }
        // Out of memory, or not to be had: no answer comes any more.
        door.current.worker.onerror = ({ message }) => {
          door.current = null
          fail(problemOf(message || 'worker'))
        }
        const question = { of: choice.unit?.outline ?? area, edits, settings: settingsFor(choice) }
        const answer = await door.current.api.answer(new URL(TILES_URL, location.href).href, question)
        if ('problem' in answer) fail(answer.problem)
        else if (asked) setFound({ answer: answer.value, busy: false, problem: null })
      } catch (error) {
        fail(problemOf(error))
      }
    }, PAUSE_MS)
    return () => {
      asked = false
      clearTimeout(timer)
    }
  }, [wanted, choice, edits, area.join()])
  return {
    ...found,
    choice,
    choose: (next) => {
      setChoice(next)
      keepChoice(localStorage, city.name, next)
    },
  }
}
