/** Ways that share their ends → closed rings, by the numbers of their nodes. */
export interface Assembled {
  /** Each closed: its first node is its last. */
  readonly rings: number[][]
  /** Lines that are left over because they do not close. */
  readonly open: number[][]
}

/** Joins greedily from the first way on; a ring is taken as soon as it closes. Lines keep the direction of their first way. */
export function assembleRings(ways: readonly (readonly number[])[]): Assembled {
  const left = ways.filter((refs) => refs.length >= 2).map((refs) => [...refs])
  const at = new Map<number, Set<number[]>>()
  for (const line of left) for (const end of ends(line)) at.set(end, (at.get(end) ?? new Set()).add(line))
  const used = new Set<number[]>()
  const rings: number[][] = []
  const open: number[][] = []
  for (const start of left) {
    if (used.has(start)) continue
    used.add(start)
    const line = [...start]
    while (line[0] !== line.at(-1)) {
      const next = [...(at.get(line.at(-1)!) ?? [])].find((other) => !used.has(other))
      if (!next) break
      used.add(next)
      line.push(...(next[0] === line.at(-1) ? next : next.toReversed()).slice(1))
    }
    if (line[0] !== line.at(-1)) extendBackwards(line, at, used)
    ;(line[0] === line.at(-1) && line.length >= 4 ? rings : open).push(line)
  }
  return { rings, open }
}

function extendBackwards(line: number[], at: ReadonlyMap<number, Set<number[]>>, used: Set<number[]>): void {
  for (;;) {
    const before = [...(at.get(line[0]!) ?? [])].find((other) => !used.has(other))
    if (!before) return
    used.add(before)
    line.unshift(...(before.at(-1) === line[0] ? before : before.toReversed()).slice(0, -1))
  }
}

const ends = (line: readonly number[]) => [line[0]!, line.at(-1)!]
