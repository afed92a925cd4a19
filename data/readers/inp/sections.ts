/** What the .inp files of EPANET and SWMM share: sections of columns, names without blanks, a check of both ends of a line. */
import { Problem } from '../../../scenarios/problem.ts'

/** A section with its heading, columns set apart by blanks; nothing where it has no rows. */
export function section(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  if (rows.length === 0) return ''
  const head = columns.length > 0 ? `;;${columns.join('\t')}\n` : ''
  return `[${name}]\n${head}${rows.map((row) => row.join('\t')).join('\n')}\n\n`
}

export const fixed = (value: number, digits: number): string =>
  (Math.round(value * 10 ** digits) / 10 ** digits + 0).toString()

/** Both programs allow 31 signs without blanks, quotes and semicolons; a name is the last part of an id where that is unique. */
const LONGEST_NAME = 31

export function namesOf(ids: Iterable<string>, letter: string): Map<string, string> {
  const out = new Map<string, string>()
  const taken = new Set<string>()
  for (const id of ids) {
    const last = id.slice(id.lastIndexOf('/') + 1)
    const plain = `${letter}${last}`
    const free = /^[\w.-]+$/.test(plain) && plain.length < LONGEST_NAME - 3 && !taken.has(plain)
    const name = free ? plain : `${letter}.${out.size + 1}`
    taken.add(name)
    out.set(id, name)
  }
  return out
}

/** Throws a problem that names the line whose end is no node of the network. */
export function checkEnds(
  file: string,
  links: readonly {
    readonly id: string
    readonly properties: { readonly fromNode: string; readonly toNode: string }
  }[],
  nodes: ReadonlyMap<string, unknown>,
): void {
  for (const { id, properties } of links) {
    for (const key of ['fromNode', 'toNode'] as const) {
      if (nodes.has(properties[key])) continue
      throw new Problem({
        code: 'inp/node-missing',
        message: {
          vi: `nút ${properties[key]} mà tuyến ống này nêu không có trong lớp nút`,
          en: `this line names the node ${properties[key]}, which the layer of nodes does not hold`,
        },
        file,
        place: `${id}.${key}`,
        expected: 'an id of the layer of nodes',
      })
    }
  }
}
