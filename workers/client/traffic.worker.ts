/** The worker behind the traffic door: reads the city, computes comparisons step by step, answers what is asked about them. */
import type { City } from '../../scenarios/city/city.ts'
import { type Progress, type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import type { TrafficMotion, TrafficOutcome } from '../../scenarios/traffic.ts'
import { httpSource, openTiles, readCity, withLayerAtHand } from '../../tiles/read/index.ts'
import type { Assignment } from '../traffic/assign.ts'
import { type Comparison, createComparison } from '../traffic/compare.ts'
import { createMotion } from '../traffic/motion.ts'
import { trafficLayers } from '../traffic/prepare.ts'
import type { State } from '../traffic/state.ts'
import { dismiss } from '../traffic/team.ts'
import { type Answer, answerQuestions } from './conversation.ts'
import { lookUp } from './look-up.ts'
import { createMemory } from './traffic-memory.ts'
import type { Also, Compared, Question } from './traffic-protocol.ts'

const LOOK_UP_MS = 50
/** Where a worker ends together with its helpers, Chromium may keep it, and all its memory, for ever. */
const HELPERS_END_MS = 300

const tell = (also: Also) => (globalThis as unknown as { postMessage(message: Also): void }).postMessage(also)
const memory = createMemory()
/** Numbers of the outcomes that the door has. */
const told = new Set<number>()
let tilesUrl = ''
let city: City | null = null
/** Started when first needed, and kept. */
const helpers: Worker[] = []

answerQuestions<Question>({
  open(url) {
    tilesUrl = url
  },
  answer,
  stopped() {
    for (const helper of helpers) helper.terminate()
    setTimeout(() => tell({ kind: 'stopped' }), helpers.length > 0 ? HELPERS_END_MS : 0)
  },
})

async function answer(question: Question, signal: Signal, progress: Progress): Promise<Answer> {
  switch (question.kind) {
    case 'compare':
      return { answer: await compare(question, signal, progress) }
    case 'route':
      return { answer: memory.outcome(question.outcome).travel().route(question.request) }
    case 'reach': {
      const reach = memory.outcome(question.outcome).travel().reach(question.mode, question.to)
      return { answer: reach, transfer: [reach.linkSeconds.buffer as ArrayBuffer] }
    }
    case 'motion': {
      const motion = await move(question, signal)
      const { start, links, enter, end, kind } = motion
      return { answer: motion, transfer: [start, links, enter, end, kind].map((array) => array.buffer as ArrayBuffer) }
    }
  }
}

async function compare(
  { body, flood, threads }: Extract<Question, { kind: 'compare' }>,
  signal: Signal,
  progress: Progress,
): Promise<Compared> {
  progress(0)
  let known = memory.find(body, flood)
  if (!known) {
    if (city?.tilesHash !== body.city) {
      let tiles = await openTiles(httpSource(tilesUrl), signal, body.city)
      for (const layer of trafficLayers) tiles = await withLayerAtHand(tiles, layer, signal)
      const { bounds } = tiles.manifest.city
      city = await readCity(tiles, bounds, signal, { layers: trafficLayers, ground: false })
    }
    const clock = () => performance.now() / 1000
    const baseline = memory.baseline(body, flood)?.outcome
    const comparison = createComparison(city, body, flood, { threads, clock, baseline })
    await run(comparison, signal, progress)
    known = memory.keep(city, body, flood, comparison.result())
  }
  for (const { number, outcome } of new Set([known.baseline, known.scenario])) {
    if (!told.has(number)) tell({ kind: 'outcome', number, outcome: withoutPaths(outcome) })
    told.add(number)
  }
  progress(1)
  const kept = memory.outcomes().map(({ number }) => number)
  for (const number of told) if (!kept.includes(number)) told.delete(number)
  return { baseline: known.baseline.number, scenario: known.scenario.number, kept }
}

/** Tens of megabytes that only this worker reads. */
function withoutPaths({ model, result, summary }: TrafficOutcome): TrafficOutcome {
  const none = new Int32Array(0)
  const paths = {
    class: new Uint8Array(0),
    origin: none,
    destination: none,
    flow: new Float64Array(0),
    start: new Int32Array(1),
    links: none,
  }
  return { model, result: { ...result, paths }, summary }
}

/** To the end, with helpers for each assignment on its way. */
async function run(comparison: Comparison, signal: Signal, progress: Progress): Promise<void> {
  let led: Assignment | null = null
  let looked = performance.now()
  try {
    while (!comparison.done) {
      comparison.step()
      if (comparison.assignment !== led) {
        if (led) await letGo(led.state)
        led = comparison.assignment
        if (led) await engage(led.state)
      }
      if (performance.now() - looked < LOOK_UP_MS || comparison.done) continue
      progress(comparison.progress)
      await lookUp()
      throwIfAborted(signal)
      looked = performance.now()
    }
  } finally {
    if (led) await letGo(led.state)
  }
}

async function move(
  { outcome, vehicles }: Extract<Question, { kind: 'motion' }>,
  signal: Signal,
): Promise<TrafficMotion> {
  const { outcome: of, seed } = memory.outcome(outcome)
  const motion = createMotion(of.model, of.result, { vehicles, seed })
  let looked = performance.now()
  while (!motion.done) {
    motion.step()
    if (performance.now() - looked < LOOK_UP_MS) continue
    await lookUp()
    throwIfAborted(signal)
    looked = performance.now()
  }
  return motion.result()
}

/** Resolves when all helpers wait for work: a worker that was never started cannot start while this one blocks. */
async function engage(state: State): Promise<void> {
  while (helpers.length < state.helpers) {
    helpers.push(new Worker(new URL('./traffic.helper.ts', import.meta.url), { type: 'module' }))
  }
  await Promise.all(engaged(state).map((helper) => said(helper, () => helper.postMessage(state))))
}

async function letGo(state: State): Promise<void> {
  const ended = engaged(state).map((helper) => said(helper, () => {}))
  dismiss(state)
  await Promise.all(ended)
}

const engaged = (state: State): Worker[] => helpers.slice(0, state.helpers)

function said(helper: Worker, ask: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    helper.onmessage = () => resolve()
    helper.onerror = (event) => reject(new Error(event.message || 'Expected a traffic helper to start, got an error'))
    ask()
  })
}
