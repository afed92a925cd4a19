/**
 * A made network of Chicago Sketch's size: 387 zones, 933 nodes, 2950 links, of which two connectors a zone, arterials on a
 * bent grid and faster expressways across it; 300 000 trips that thin out with distance from a crowded middle. Seeded.
 * At equilibrium travel times are an eighth above free flow, the fullest link carries 1.6 times its capacity.
 */
import { random } from '../../scenarios/random.ts'
import type { TrafficInput } from '../../scenarios/traffic.ts'

const [COLUMNS, ROWS, ZONES] = [26, 21, 387]
const NODES = ZONES + COLUMNS * ROWS
/** Rows and columns of the grid with an expressway that stops at every other node. */
const [EXPRESS_ROWS, EXPRESS_COLUMNS] = [
  [5, 10, 15],
  [5, 13, 21],
]
/** Trips/h in all. */
const TRIPS = 300_000

export function sketch(seed: number, given: Partial<TrafficInput> = {}): TrafficInput {
  const chance = random(seed)
  const at = (column: number, row: number) => ZONES + row * COLUMNS + column
  const x = new Float64Array(NODES)
  const y = new Float64Array(NODES)
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      x[at(column, row)] = column + 0.5 * chance()
      y[at(column, row)] = row + 0.5 * chance()
    }
  }
  const streets = Array.from({ length: NODES - ZONES }, (_, k) => ZONES + k)
  for (let z = 0; z < ZONES; z++) {
    const k = z + Math.floor(chance() * (streets.length - z))
    ;[streets[z], streets[k]] = [streets[k]!, streets[z]!]
    x[z] = x[streets[z]!]! + 0.1
    y[z] = y[streets[z]!]! + 0.1
  }

  const rows: { from: number; to: number; capacity: number; time: number; alpha: number; length: number }[] = []
  const both = (from: number, to: number, capacity: number, speed: number) => {
    const length = Math.sqrt((x[from]! - x[to]!) ** 2 + (y[from]! - y[to]!) ** 2)
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      rows.push({ from: a, to: b, capacity, time: (60 * length) / speed, alpha: 0.15, length })
    }
  }
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const capacity = () => [1800, 1800, 2700, 3600][Math.floor(4 * chance())]!
      if (column + 1 < COLUMNS) both(at(column, row), at(column + 1, row), capacity(), 30)
      if (row + 1 < ROWS) both(at(column, row), at(column, row + 1), capacity(), 30)
    }
  }
  const express: [number, number][] = []
  for (const row of EXPRESS_ROWS!) for (let c = 1; c + 2 < COLUMNS; c += 2) express.push([at(c, row), at(c + 2, row)])
  for (const c of EXPRESS_COLUMNS!) for (let r = 0; r + 2 < ROWS; r += 2) express.push([at(c, r), at(c, r + 2)])
  for (const [from, to] of express.slice(0, 43)) both(from, to, 6000, 65)
  for (let z = 0; z < ZONES; z++) {
    for (const [from, to] of [
      [z, streets[z]!],
      [streets[z]!, z],
    ] as const) {
      rows.push({ from, to, capacity: 1e6, time: 0.5, alpha: 0, length: 0.15 })
    }
  }

  const weight = Float64Array.from({ length: ZONES }, (_, z) => {
    const [dx, dy] = [x[z]! - COLUMNS / 2, y[z]! - ROWS / 2]
    return (0.3 + chance()) * (1 + 4 / (1 + (dx * dx + dy * dy) / 30))
  })
  const demand = new Float64Array(ZONES * ZONES)
  for (let o = 0; o < ZONES; o++) {
    for (let d = 0; d < ZONES; d++) {
      const apart = Math.abs(x[o]! - x[d]!) + Math.abs(y[o]! - y[d]!)
      if (o !== d && chance() < 0.62) demand[o * ZONES + d] = (weight[o]! * weight[d]!) / (4 + apart) ** 2
    }
  }
  const scale = TRIPS / demand.reduce((a, b) => a + b, 0)
  const column = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value)
  return {
    network: {
      nodeCount: NODES,
      zoneCount: ZONES,
      firstThroughNode: ZONES,
      from: Int32Array.from(rows, (row) => row.from),
      to: Int32Array.from(rows, (row) => row.to),
      capacity: column((row) => row.capacity),
      freeTime: column((row) => row.time),
      alpha: column((row) => row.alpha),
      power: new Float64Array(rows.length).fill(4),
      length: column((row) => row.length),
    },
    classes: [
      {
        id: 'car',
        equivalent: 1,
        fixedCost: new Float64Array(rows.length),
        demand: demand.map((trips) => trips * scale),
      },
    ],
    objective: 'user',
    relativeGap: 1e-6,
    maxIterations: 1000,
    threads: 1,
    ...given,
  }
}

/** The same with one link closed to everybody. */
export function closing(input: TrafficInput, link: number): TrafficInput {
  const classes = input.classes.map((one) => ({
    ...one,
    fixedCost: one.fixedCost.with(link, Number.POSITIVE_INFINITY),
  }))
  return { ...input, classes }
}

/** The same with its links numbered from the last to the first. */
export function mirrored(input: TrafficInput): TrafficInput {
  const { network, classes } = input
  const { from, to, capacity, freeTime, alpha, power, length } = network
  return {
    ...input,
    network: {
      ...network,
      from: from.toReversed(),
      to: to.toReversed(),
      capacity: capacity.toReversed(),
      freeTime: freeTime.toReversed(),
      alpha: alpha.toReversed(),
      power: power.toReversed(),
      length: length.toReversed(),
    },
    classes: classes.map((one) => ({ ...one, fixedCost: one.fixedCost.toReversed() })),
  }
}
