/**
 * Heads of a pipe network at steady flow: Todini and Pilati's gradient method (1988) with Hazen–Williams losses and one-point
 * pump curves, for files as EPANET reads them. Its own reading of the .inp, so that a writer cannot agree with itself.
 */

export type Inp = ReadonlyMap<string, readonly (readonly string[])[]>

export function readInp(text: string): Inp {
  const out = new Map<string, string[][]>()
  let rows: string[][] = []
  for (const line of text.split('\n')) {
    const plain = line.replace(/;.*$/, '').trim()
    const head = /^\[(\w+)\]$/.exec(plain)
    if (head) {
      rows = []
      out.set(head[1]!, rows)
    } else if (plain) rows.push(plain.split(/\s+/))
  }
  return out
}

interface Link {
  readonly id: string
  readonly a: number
  readonly b: number
  /** Loss h(Q) of a flow from a to b, m, and its slope. */
  readonly loss: (q: number) => readonly [h: number, slope: number]
  /** m³/s */
  q: number
}

export interface Solution {
  /** Head less elevation at each junction, m. */
  readonly pressure: ReadonlyMap<string, number>
  readonly flow: ReadonlyMap<string, number>
  /** Largest imbalance at a junction, m³/s. */
  readonly imbalance: number
}

export function solveHeads(inp: Inp, demandFactor = 1): Solution {
  const of = (name: string) => inp.get(name) ?? []
  const junctions = of('JUNCTIONS').map(([id, z, d]) => ({
    id: id!,
    z: Number(z),
    d: (Number(d) / 1000) * demandFactor,
  }))
  const n = junctions.length
  const number = new Map(junctions.map(({ id }, i) => [id, i]))
  const head = junctions.map(({ z }) => z + 30)
  for (const [id, value] of of('RESERVOIRS')) number.set(id!, head.push(Number(value)) - 1)
  for (const [id, z, level] of of('TANKS')) number.set(id!, head.push(Number(z) + Number(level)) - 1)
  const links = linksOf(inp, number)
  for (let round = 0; round < 80; round++) {
    const matrix = Array.from({ length: n }, () => new Map<number, number>())
    const right = Float64Array.from(junctions, ({ d }) => -d)
    for (const { a, b, loss, q } of links) {
      const [h, slope] = loss(q)
      const [p, y] = [1 / slope, q - h / slope]
      for (const { i, j, sign } of [
        { i: a, j: b, sign: -1 },
        { i: b, j: a, sign: 1 },
      ]) {
        if (i >= n) continue
        right[i]! += sign * y
        add(matrix[i]!, i, p)
        if (j < n) add(matrix[i]!, j, -p)
        else right[i]! += p * head[j]!
      }
    }
    for (const [i, value] of solveSymmetric(matrix, right).entries()) head[i] = value
    let change = 0
    for (const link of links) {
      const [h, slope] = link.loss(link.q)
      const step = (head[link.a]! - head[link.b]! - h) / slope
      change = Math.max(change, Math.abs(step))
      link.q += step
    }
    if (change < 1e-7) break
  }
  const balance = Float64Array.from(junctions, ({ d }) => -d)
  for (const { a, b, q } of links) {
    if (a < n) balance[a]! -= q
    if (b < n) balance[b]! += q
  }
  return {
    pressure: new Map(junctions.map(({ id, z }, i) => [id, head[i]! - z])),
    flow: new Map(links.map(({ id, q }) => [id, q])),
    imbalance: balance.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
}

const add = (row: Map<number, number>, j: number, value: number) => row.set(j, (row.get(j) ?? 0) + value)

function linksOf(inp: Inp, number: ReadonlyMap<string, number>): Link[] {
  const end = (id: string | undefined): number => {
    const i = number.get(id!)
    if (i === undefined) throw new Error(`Expected a node of the file, got ${id}`)
    return i
  }
  const curves = new Map(
    (inp.get('CURVES') ?? []).map(([id, x, y]) => [id!, { rated: Number(x) / 1000, lift: Number(y) }]),
  )
  const pipes = (inp.get('PIPES') ?? []).map(([id, a, b, length, diameter, c]): Link => {
    const d = Number(diameter) / 1000
    const r = (10.667 * Number(length)) / (Number(c) ** 1.852 * d ** 4.871)
    const loss = (q: number) => {
      const power = Math.max(1e-6, Math.abs(q)) ** 0.852
      return [r * q * power, 1.852 * r * power] as const
    }
    return { id: id!, a: end(a), b: end(b), loss, q: (0.2 * Math.PI * d * d) / 4 }
  })
  const pumps = (inp.get('PUMPS') ?? []).map(([id, a, b, , curve]): Link => {
    const { rated, lift } = curves.get(curve!)!
    const k = lift / 3 / rated ** 2
    const loss = (q: number) => [k * q * Math.abs(q) - (4 / 3) * lift, Math.max(1, 2 * k * Math.abs(q))] as const
    return { id: id!, a: end(a), b: end(b), loss, q: rated / 2 }
  })
  return [...pipes, ...pumps]
}

/** Elimination of the row with the fewest neighbours first: pipe networks are nearly trees, so little fills in. */
function solveSymmetric(matrix: Map<number, number>[], right: Float64Array): Float64Array {
  const bySize: Set<number>[] = []
  const put = (i: number) => {
    const size = matrix[i]!.size
    for (let k = bySize.length; k <= size; k++) bySize.push(new Set())
    bySize[size]!.add(i)
  }
  for (let i = 0; i < matrix.length; i++) put(i)
  const order: { i: number; pivot: number; row: [number, number][] }[] = []
  while (order.length < matrix.length) {
    const fewest = bySize.find((set) => set.size > 0)!
    const i = fewest.values().next().value!
    fewest.delete(i)
    const pivot = matrix[i]!.get(i)!
    const row = [...matrix[i]!].filter(([j]) => j !== i)
    for (const [j, value] of row) {
      bySize[matrix[j]!.size]!.delete(j)
      matrix[j]!.delete(i)
      right[j]! -= (value / pivot) * right[i]!
    }
    for (const [j, v] of row) for (const [k, w] of row) add(matrix[j]!, k, -(v * w) / pivot)
    for (const [j] of row) put(j)
    order.push({ i, pivot, row })
  }
  const x = new Float64Array(matrix.length)
  for (const { i, pivot, row } of order.toReversed())
    x[i] = (right[i]! - row.reduce((sum, [j, value]) => sum + value * x[j]!, 0)) / pivot
  return x
}
