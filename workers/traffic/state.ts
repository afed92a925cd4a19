/**
 * What threads share of an assignment: the network sorted by tail node, the cost of every link, and a shortest-path tree for
 * every origin and set of fixed costs. With helpers the arrays lie in shared memory and the whole object can be posted to
 * another thread. Links are numbered anew here, by tail and, of one tail, those to terminals last; `link` leads back.
 *
 * A terminal is a node that paths only begin or end in (below firstThroughNode). Classes with the same fixed costs have the
 * same trees: they are a group.
 */
import type { TrafficInput } from '../../scenarios/traffic.ts'

export interface State {
  readonly nodes: number
  readonly zones: number
  readonly links: number
  readonly terminals: number
  readonly helpers: number
  readonly groups: number
  readonly trees: number

  /** Number of a link in the input. */
  readonly link: Int32Array
  readonly tail: Int32Array
  readonly head: Int32Array
  /** Links out of node u: start[u] … start[u + 1] − 1, of which those from through[u] on lead to terminals. */
  readonly start: Int32Array
  readonly through: Int32Array
  /** Links into terminal z: into[intoStart[z]] … */
  readonly intoStart: Int32Array
  readonly into: Int32Array

  /** Group of a class. */
  readonly groupOf: Int32Array
  /** s, by group and link; Infinity where closed. Held while trees are computed. */
  readonly cost: Float64Array
  readonly fixed: Float64Array

  readonly treeGroup: Int32Array
  readonly treeOrigin: Int32Array
  /** Units/h by tree and zone. */
  readonly demand: Float64Array
  /** Link by which the tree comes to a node, −1 where it does not; by tree and node. */
  readonly by: Int32Array
  /** Nodes of the tree that are not terminals, and the origin, by rising cost; `reached` of them. */
  readonly order: Int32Array
  readonly reached: Int32Array
  /** 1 where the way to a zone is another than at the last pass; by tree and zone. */
  readonly moved: Uint8Array
  /** Cost of the way to a zone, s, where there is demand; by tree and zone. */
  readonly least: Float64Array
  /** Σ demand · cost, s · units/h. */
  readonly treeCost: Float64Array
  /** The trees of the pass at hand. */
  readonly work: Int32Array
  /** How threads meet; see team.ts. */
  readonly sync: Int32Array
}

/** @param input that `check` accepts */
export function createState(input: TrafficInput): State {
  const { network, classes } = input
  const { nodeCount: nodes, zoneCount: zones, firstThroughNode: terminals, from, to } = network
  const links = from.length
  const helpers = Math.min(input.threads, 16) - 1
  const bytes = (n: number) => (helpers > 0 ? new SharedArrayBuffer(n) : new ArrayBuffer(n))
  const i32 = (n: number) => new Int32Array(bytes(n * 4))
  const f64 = (n: number) => new Float64Array(bytes(n * 8))

  const link = i32(links)
  const start = i32(nodes + 1)
  const through = i32(nodes)
  for (const u of from) start[u + 1]!++
  for (let u = 0; u < nodes; u++) start[u + 1]! += start[u]!
  const next = start.slice(0, nodes)
  for (let a = 0; a < links; a++) if (to[a]! >= terminals) link[next[from[a]!]!++] = a
  through.set(next)
  for (let a = 0; a < links; a++) if (to[a]! < terminals) link[next[from[a]!]!++] = a
  const tail = i32(links)
  const head = i32(links)
  for (let l = 0; l < links; l++) {
    tail[l] = from[link[l]!]!
    head[l] = to[link[l]!]!
  }

  const intoStart = i32(terminals + 1)
  for (const v of head) if (v < terminals) intoStart[v + 1]!++
  for (let z = 0; z < terminals; z++) intoStart[z + 1]! += intoStart[z]!
  const into = i32(intoStart[terminals]!)
  const place = intoStart.slice(0, terminals)
  for (let l = 0; l < links; l++) if (head[l]! < terminals) into[place[head[l]!]!++] = l

  const vectors: Float64Array[] = []
  const groupOf = i32(classes.length)
  for (const [k, { fixedCost }] of classes.entries()) {
    let group = vectors.findIndex((other) => other.every((cost, a) => cost === fixedCost[a]))
    if (group < 0) group = vectors.push(fixedCost) - 1
    groupOf[k] = group
  }
  const groups = vectors.length
  const fixed = f64(groups * links)
  for (const [g, vector] of vectors.entries()) {
    for (let l = 0; l < links; l++) fixed[g * links + l] = vector[link[l]!]!
  }

  const sums = new Float64Array(groups * zones * zones)
  for (const [k, { demand, equivalent }] of classes.entries()) {
    const base = groupOf[k]! * zones * zones
    for (let od = 0; od < zones * zones; od++) {
      if (od % zones !== Math.floor(od / zones)) sums[base + od]! += demand[od]! * equivalent
    }
  }
  const rows: number[] = []
  for (let row = 0; row < groups * zones; row++) {
    if (sums.subarray(row * zones, (row + 1) * zones).some((units) => units > 0)) rows.push(row)
  }
  const trees = rows.length
  const demand = f64(trees * zones)
  const treeGroup = i32(trees)
  const treeOrigin = i32(trees)
  for (const [t, row] of rows.entries()) {
    demand.set(sums.subarray(row * zones, (row + 1) * zones), t * zones)
    treeGroup[t] = Math.floor(row / zones)
    treeOrigin[t] = row % zones
  }

  return {
    nodes,
    zones,
    links,
    terminals,
    helpers,
    groups,
    trees,
    link,
    tail,
    head,
    start,
    through,
    intoStart,
    into,
    groupOf,
    cost: f64(groups * links),
    fixed,
    treeGroup,
    treeOrigin,
    demand,
    by: i32(trees * nodes),
    order: i32(trees * nodes),
    reached: i32(trees),
    moved: new Uint8Array(bytes(trees * zones)),
    least: f64(trees * zones),
    treeCost: f64(trees),
    work: i32(trees),
    sync: i32(8),
  }
}
