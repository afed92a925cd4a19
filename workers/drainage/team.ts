/**
 * One thread leads, helpers join: for every phase of a step the tiles of the work list are taken one by one by whoever is
 * free. A tile's answer does not depend on who computes it or when, so neither does the run's.
 */
import { add, limit } from './balance.ts'
import { observeDepth, observeSpeed } from './extremes.ts'
import { flux } from './flux.ts'
import { infiltrate } from './soil.ts'
import { Now, type State } from './state.ts'

export const Phase = { flux: 0, limit: 1, speed: 2, settle: 3 } as const
type Phase = (typeof Phase)[keyof typeof Phase]

/** Places in `sync`. */
const Sync = { epoch: 0, phase: 1, next: 2, count: 3, done: 4, over: 5 } as const
/** Looks before a waiting thread goes to sleep: about 20 µs. */
const PATIENCE = 2000

function compute(s: State, phase: Phase, tile: number): void {
  if (phase === Phase.flux) flux(s, tile)
  else if (phase === Phase.limit) limit(s, tile)
  else if (phase === Phase.speed) observeSpeed(s, tile)
  else {
    add(s, tile)
    if (s.now[Now.soilSeconds]! > 0) infiltrate(s, tile)
    if (s.now[Now.sampleSeconds]! > 0) observeDepth(s, tile)
  }
}

/** Runs a phase over the first `count` tiles of the work list; returns when all are done. */
export function together(s: State, phase: Phase, count: number): void {
  if (s.helpers === 0) {
    for (let k = 0; k < count; k++) compute(s, phase, s.work[k]!)
    return
  }
  const { sync } = s
  Atomics.store(sync, Sync.phase, phase)
  Atomics.store(sync, Sync.count, count)
  Atomics.store(sync, Sync.next, 0)
  Atomics.store(sync, Sync.done, 0)
  Atomics.add(sync, Sync.epoch, 1)
  Atomics.notify(sync, Sync.epoch)
  share(s)
  for (let done = Atomics.load(sync, Sync.done); done < s.helpers; done = Atomics.load(sync, Sync.done)) {
    pause(sync, Sync.done, done)
  }
}

/** What a helper does from its start until `dismiss`. Blocks its thread. */
export function help(s: State): void {
  const { sync } = s
  let epoch = 0
  for (;;) {
    while (Atomics.load(sync, Sync.epoch) === epoch) pause(sync, Sync.epoch, epoch)
    epoch++
    if (Atomics.load(sync, Sync.over) === 1) return
    share(s)
    Atomics.add(sync, Sync.done, 1)
    Atomics.notify(sync, Sync.done)
  }
}

/** Lets the helpers go. */
export function dismiss(s: State): void {
  Atomics.store(s.sync, Sync.over, 1)
  Atomics.add(s.sync, Sync.epoch, 1)
  Atomics.notify(s.sync, Sync.epoch)
}

function share(s: State): void {
  const phase = Atomics.load(s.sync, Sync.phase) as Phase
  const count = Atomics.load(s.sync, Sync.count)
  for (let k = Atomics.add(s.sync, Sync.next, 1); k < count; k = Atomics.add(s.sync, Sync.next, 1)) {
    compute(s, phase, s.work[k]!)
  }
}

function pause(sync: Int32Array, place: number, value: number): void {
  for (let k = 0; k < PATIENCE; k++) if (Atomics.load(sync, place) !== value) return
  Atomics.wait(sync, place, value)
}
