/**
 * The open faces of a model: a face is the side of an open cell beyond which the model ends, at the grid's edge or at missing
 * ground. An edge names the faces of one side of the grid; a line those of the cells along it that run with it. Where two
 * entries name a face the later one has it.
 */
import type { DrainageCase } from '../../../scenarios/case/drainage-case.ts'
import type { Boundary } from '../../../scenarios/drainage.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { type GridSpec, gridBounds } from '../../../scenarios/grid.ts'
import { cellsAlong } from './shapes.ts'

type Entry = DrainageCase['boundaries'][number]
interface Model {
  readonly grid: GridSpec
  readonly open: Uint8Array
  /** 1 where there is no ground; a blocked building is not. */
  readonly missing: Uint8Array
}

const SIDES = { N: 0, E: 1, S: 2, W: 3 } as const
/** A cell that a line only touches is not along it. */
const LEAST_SHARE_OF_CELL = 0.01

/** @param nothing called with the number of an entry that opens no face of the model */
export function readBoundaries(model: Model, entries: readonly Entry[], nothing: (entry: number) => never): Boundary[] {
  const ownerOf = new Map<number, number>()
  for (const [i, entry] of entries.entries()) {
    const faces = entry.edge ? edgeFaces(model, SIDES[entry.edge]) : lineFaces(model, entry.line!)
    if (faces.length === 0) nothing(i)
    for (const face of faces) ownerOf.set(face, i)
  }
  const faces = [...ownerOf.keys()].sort((a, b) => a - b)
  return entries.flatMap((entry, i): Boundary[] => {
    const own = faces.filter((face) => ownerOf.get(face) === i)
    if (entry.kind === 'closed' || own.length === 0) return []
    return [
      {
        kind: entry.kind,
        cells: Int32Array.from(own, (face) => face >> 2),
        sides: Uint8Array.from(own, (face) => face & 3),
        series: entry.kind === 'stage' ? (entry.series as [number, number][]) : [],
        linear: entry.interpolate === 'linear',
      },
    ]
  })
}

function edgeFaces({ grid: { columns, rows }, open }: Model, side: number): number[] {
  const count = side % 2 === 0 ? columns : rows
  const at = (k: number) =>
    side === 0 ? k : side === 2 ? (rows - 1) * columns + k : side === 3 ? k * columns : k * columns + columns - 1
  return Array.from({ length: count }, (_, k) => at(k))
    .filter((cell) => open[cell] === 1)
    .map((cell) => cell * 4 + side)
}

function lineFaces(model: Model, line: readonly XY[]): number[] {
  const along: number[] = []
  const all: number[] = []
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1]!, line[i]!]
    const [dx, dy] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]
    for (const cell of cellsBeside(model.grid, from, to)) {
      for (let side = 0; side < 4; side++) {
        if (model.open[cell] !== 1 || !leadsOut(model, cell, side)) continue
        all.push(cell * 4 + side)
        // A face runs west–east in the north and south: a line at a right angle to it does not mean it.
        if ((side % 2 === 0 ? dx : dy) > 0.1 * Math.hypot(dx, dy)) along.push(cell * 4 + side)
      }
    }
  }
  return along.length > 0 ? along : all
}

/** The cells that a segment runs through or along, on both sides where it runs on a grid line, at the rim also from just outside. */
function cellsBeside(g: GridSpec, from: XY, to: XY): Set<number> {
  const [minX, minY, maxX, maxY] = gridBounds(g)
  const [tiny, near] = [1e-6 * g.cellSize, g.cellSize / 2]
  const inward = (v: number, min: number, max: number) =>
    v <= min + tiny && v >= min - near ? min + 2 * tiny : v >= max - tiny && v <= max + near ? max - 2 * tiny : v
  const within = ([x, y]: XY): XY => [inward(x, minX, maxX), inward(y, minY, maxY)]
  const cells = new Set<number>()
  for (const [ox, oy] of [
    [tiny, tiny],
    [-tiny, tiny],
    [tiny, -tiny],
    [-tiny, -tiny],
  ] as const) {
    const [a, b] = [within(from), within(to)]
    const lengths = cellsAlong(g, [
      [a[0] + ox, a[1] + oy],
      [b[0] + ox, b[1] + oy],
    ])
    for (const [cell, length] of lengths) if (length > LEAST_SHARE_OF_CELL * g.cellSize) cells.add(cell)
  }
  return cells
}

function leadsOut({ grid: { columns, rows }, missing }: Model, cell: number, side: number): boolean {
  const [row, column] = [Math.floor(cell / columns), cell % columns]
  if (side === 0) return row === 0 || missing[cell - columns] === 1
  if (side === 1) return column === columns - 1 || missing[cell + 1] === 1
  if (side === 2) return row === rows - 1 || missing[cell + columns] === 1
  return column === 0 || missing[cell - 1] === 1
}
