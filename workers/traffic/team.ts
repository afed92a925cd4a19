/**
 * One thread leads, helpers join: every pass of trees is taken one by one by whoever is free. A tree does not depend on who
 * computes it or when, so neither does the run.
 *
 * A helper thread is given `state` of the assignment and calls `help`, which blocks until `dismiss`. The leader starts
 * `state.helpers` of them, waits until all have started (a worker cannot start while the one that made it blocks), and only
 * then makes the first step.
 */
import type { State } from './state.ts'
import { createScratch, renewTree, type Scratch } from './trees.ts'

/** Places in `sync`. */
const Sync = { epoch: 0, next: 1, count: 2, done: 3, over: 4 } as const
/** Looks before a waiting thread goes to sleep: about 20 µs. */
const PATIENCE = 2000
/** Trees · links under which a pass is not worth waking anyone. */
const SMALL = 20_000

/** Renews these trees; returns when all are done. */
export function renewTrees(s: State, scratch: Scratch, trees: ArrayLike<number>): void {
  if (s.helpers === 0 || trees.length * s.links < SMALL) {
    for (let k = 0; k < trees.length; k++) renewTree(s, scratch, trees[k]!)
    return
  }
  const { sync } = s
  s.work.set(trees)
  Atomics.store(sync, Sync.count, trees.length)
  Atomics.store(sync, Sync.next, 0)
  Atomics.store(sync, Sync.done, 0)
  Atomics.add(sync, Sync.epoch, 1)
  Atomics.notify(sync, Sync.epoch)
  share(s, scratch)
  for (let done = Atomics.load(sync, Sync.done); done < s.helpers; done = Atomics.load(sync, Sync.done)) {
    pause(sync, Sync.done, done)
  }
}

/** What a helper does from its start until `dismiss`. Blocks its thread. */
export function help(s: State): void {
  const { sync } = s
  const scratch = createScratch(s)
  let epoch = 0
  for (;;) {
    while (Atomics.load(sync, Sync.epoch) === epoch) pause(sync, Sync.epoch, epoch)
    epoch++
    if (Atomics.load(sync, Sync.over) === 1) return
    share(s, scratch)
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

function share(s: State, scratch: Scratch): void {
  const count = Atomics.load(s.sync, Sync.count)
  for (let k = Atomics.add(s.sync, Sync.next, 1); k < count; k = Atomics.add(s.sync, Sync.next, 1)) {
    renewTree(s, scratch, s.work[k]!)
  }
}

function pause(sync: Int32Array, place: number, value: number): void {
  for (let k = 0; k < PATIENCE; k++) if (Atomics.load(sync, place) !== value) return
  Atomics.wait(sync, place, value)
}
