/** The sample cases of `test/permits` (made up, around a real place), and cases that differ from them in one thing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PermitCheck, permitCheckSchema } from '../scenarios/rules/case.ts'
import { checkPermit } from '../scenarios/rules/check.ts'
import type { RuleLine } from '../scenarios/rules/report.ts'

export const sampleFiles = ['house', 'apartment-tower', 'factory'] as const
export const samplePath = (name: (typeof sampleFiles)[number]): string =>
  join(import.meta.dirname, 'permits', `${name}.json`)

const sample = (name: (typeof sampleFiles)[number]): PermitCheck =>
  permitCheckSchema.parse(JSON.parse(readFileSync(samplePath(name), 'utf8')))

/** A four-storey row house of 100 m² on a 16.5 m street; everything known, everything met. */
export const house = sample('house')
/** Two towers of 60 m on a podium of 15 m, 8 000 m². */
export const tower = sample('apartment-tower')
/** Two halls on 3 ha of an industrial zone. */
export const factory = sample('factory')

/** South-west corner of every sample's lot. */
export const WEST = 551_420
export const SOUTH = 1_081_960

export const at = (x: number, y: number): [number, number] => [WEST + x, SOUTH + y]
export const box = (x: number, y: number, width: number, depth: number): [number, number][] => [
  at(x, y),
  at(x + width, y),
  at(x + width, y + depth),
  at(x, y + depth),
  at(x, y),
]

type Part<T> = {
  readonly [K in keyof T]?: NonNullable<T[K]> extends readonly unknown[]
    ? T[K]
    : NonNullable<T[K]> extends object
      ? Part<NonNullable<T[K]>> | T[K]
      : T[K]
}

/** The case with some of its fields changed, at any depth; lists are changed whole. */
export function changed<T extends object>(base: T, change: Part<T>): T {
  const out = { ...base } as Record<string, unknown>
  for (const [key, value] of Object.entries(change)) {
    const old = out[key]
    const deep =
      value !== null && typeof value === 'object' && !Array.isArray(value) && old !== null && typeof old === 'object'
    out[key] = deep ? changed(old as object, value as object) : value
  }
  return out as T
}

/** Height, footprint and lot of a building of one part in the south-west corner of its lot. */
export function plain(
  base: PermitCheck,
  size: { lot: [number, number]; part: [number, number]; heightMetres?: number; storeys?: number; y?: number },
): PermitCheck {
  const ring = box(0, 0, ...size.lot)
  const footprint = box(0, size.y ?? 0, ...size.part)
  const { heightMetres = 12, storeys = 3 } = size
  return changed(base, {
    site: { ring, registered: ring, registeredSquareMetres: size.lot[0] * size.lot[1] },
    building: { parts: [{ name: 'A', kind: 'main', footprint, projections: [], heightMetres, storeys }] },
    neighbours: [],
  })
}

/** What one rule says of a case. */
export function lineOf(c: PermitCheck, id: string): RuleLine {
  const line = checkPermit(c).rules.find((rule) => rule.id === id)
  if (!line) throw new Error(`Expected a rule ${id}`)
  return line
}
