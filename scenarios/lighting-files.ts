/**
 * Luminaires and a road surface that a scenario brings along from files, as numbers in its own body: whoever has the scenario
 * computes the same light. An id is the name of the file and a hash of all that is said under it, so that it never means two
 * things, and a file that is read again is what it was.
 */
import { z } from 'zod'
import { hashRecord } from './canonical.ts'
import { hashBytes } from './ids.ts'
import type { Luminaire, RTable } from './lighting.ts'
import { zonalFlux } from './photometry.ts'
import { Problem } from './problem.ts'
import { both } from './text.ts'

/** What a scenario may carry: with 5000 edits it stays under what the server takes and what a browser keeps. */
export const fileLimits = { luminaires: 8, intensities: 40_000, allIntensities: 100_000, coefficients: 5000 } as const
export const lightSources = ['LED', 'HPS'] as const
/** Characters of a file’s name that are kept, from its end; of the hash in an id. */
const [NAME, HASH] = [150, 12]

const rising = (values: readonly number[]) => values.every((value, i) => i === 0 || value > values[i - 1]!)
const degrees = (most: number, count: number) =>
  z.array(z.number().min(0).max(most)).min(2).max(count).refine(rising, 'angles that rise')
const id = z.string().min(1).max(200)
const text = z.string().trim().min(1).max(400)
const imported = {
  id,
  provenance: z.literal('imported'),
  file: z.object({ name: z.string().min(1).max(NAME), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
}

export const fileLuminaireSchema = z
  .object({
    ...imported,
    title: text,
    source: text,
    /** What shines in it: the file rarely says so in a way that can be relied on. */
    lightSource: z.enum(lightSources),
    /** As `Luminaire` has them: all planes from 0 to 360, cd by plane, then by γ. */
    streetPlane: z.number().min(0).lt(360),
    planes: degrees(360, 1000),
    gammas: degrees(180, 10_001),
    candela: z.array(z.number().min(0).max(1e9)).max(fileLimits.intensities),
    /** lm, of these intensities by the zonal rule. */
    fluxLumens: z.number().positive().max(1e6),
    /** W, with its gear. */
    powerWatts: z.number().positive().max(5000),
  })
  .superRefine((own, context) => {
    const { planes, gammas, candela, fluxLumens } = own
    const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    const size = gammas.length
    if (planes[0] !== 0 || planes.at(-1) !== 360) return wrong('planes', 'planes from 0 to 360')
    if (gammas[0] !== 0) return wrong('gammas', 'γ from 0')
    if (candela.length !== planes.length * size) return wrong('candela', 'an intensity for each plane and γ')
    if (gammas.some((_, g) => candela[g] !== candela[candela.length - size + g])) {
      return wrong('candela', 'the same intensities in the planes 0 and 360')
    }
    const flux = zonalFlux(arraysOf(own))
    if (Math.abs(flux - fluxLumens) > 1e-9 * flux) return wrong('fluxLumens', 'the flux of the intensities')
    if (own.id !== idOf(own)) wrong('id', 'the id that belongs to the contents')
  })
export type FileLuminaire = z.infer<typeof fileLuminaireSchema>

export const fileLuminairesSchema = z
  .array(fileLuminaireSchema)
  .max(fileLimits.luminaires)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'luminaires that differ')
  .refine((all) => intensitiesOf(all) <= fileLimits.allIntensities, `${fileLimits.allIntensities} intensities or fewer`)

export const fileRTableSchema = z
  .object({
    ...imported,
    /** The printed table that a person compared it with; left out: luminance stays indicative. */
    comparedWith: z.string().trim().min(3).max(300).optional(),
    /** As `RTable` has them; r × 10⁴ by tan γ, then by β. */
    beta: degrees(180, 1000),
    tanGamma: z.array(z.number().min(0).max(1e6)).min(2).max(1000).refine(rising, 'tan γ that rise'),
    r: z.array(z.number().min(0).max(1e6)).max(fileLimits.coefficients),
  })
  .superRefine((own, context) => {
    const { beta, tanGamma, r } = own
    const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (beta[0] !== 0 || beta.at(-1) !== 180) return wrong('beta', 'β from 0 to 180')
    if (tanGamma[0] !== 0) return wrong('tanGamma', 'tan γ from 0')
    if (r.length !== beta.length * tanGamma.length) return wrong('r', 'a coefficient for each tan γ and β')
    if (!(r[0]! > 0)) return wrong('r', 'a road that reflects')
    if (own.id !== idOf(own)) wrong('id', 'the id that belongs to the contents')
  })
export type FileRTable = z.infer<typeof fileRTableSchema>

/** `street.ies#0123456789ab` */
function idOf({ id: _, ...contents }: { readonly id?: string; readonly file: { readonly name: string } }): string {
  return `${contents.file.name}#${hashRecord(contents).slice(0, HASH)}`
}
const withId = <T extends { readonly file: { readonly name: string } }>(contents: T): T & { id: string } => ({
  ...contents,
  id: idOf(contents),
})

interface OpenedFile {
  readonly name: string
  readonly bytes: Uint8Array
}
const fileOf = ({ name, bytes }: OpenedFile) => ({ name: name.slice(-NAME), sha256: hashBytes(bytes) })

/**
 * @param luminaire as the reader gives it @param said by a person where the file does not say it
 * @throws Problem that names the file and what was expected
 */
export function fileLuminaire(
  luminaire: Luminaire,
  file: OpenedFile,
  said: Pick<FileLuminaire, 'powerWatts' | 'lightSource'>,
): FileLuminaire {
  const { planes, gammas, candela, fluxLumens, streetPlane } = luminaire
  const wrong = (vi: string, en: string, expected: string) =>
    new Problem({ code: 'file/luminaire', message: both(vi, en), file: file.name, expected })
  if (candela.length > fileLimits.intensities) {
    throw wrong(
      `bộ đèn có ${candela.length} giá trị cường độ sáng sau khi khai triển đối xứng`,
      `the luminaire has ${candela.length} intensities once its symmetry is unfolded`,
      `≤ ${fileLimits.intensities}`,
    )
  }
  if (!(fluxLumens > 0 && fluxLumens <= 1e6)) {
    throw wrong(`quang thông ${fluxLumens} lm`, `a flux of ${fluxLumens} lm`, '0 lm < Φ ≤ 1 000 000 lm')
  }
  if (!(said.powerWatts > 0 && said.powerWatts <= 5000)) {
    throw wrong(`công suất ${said.powerWatts} W`, `a power of ${said.powerWatts} W`, '0 W < P ≤ 5000 W')
  }
  return withId({
    provenance: 'imported',
    file: fileOf(file),
    title: shortened(luminaire.title) || file.name,
    source: shortened(luminaire.source) || file.name,
    lightSource: said.lightSource,
    streetPlane,
    planes: [...planes],
    gammas: [...gammas],
    candela: [...candela],
    fluxLumens,
    powerWatts: said.powerWatts,
  } as const)
}

/** Indicative, as every table is at first. @throws Problem that names the file and what was expected */
export function fileRTable({ beta, tanGamma, r }: RTable, file: OpenedFile): FileRTable {
  const wrong = (vi: string, en: string, expected: string) =>
    new Problem({ code: 'file/r-table', message: both(vi, en), file: file.name, expected })
  if (r.length > fileLimits.coefficients) {
    throw wrong(
      `bảng r có ${r.length} hệ số`,
      `the r-table has ${r.length} coefficients`,
      `≤ ${fileLimits.coefficients}`,
    )
  }
  if (!(r[0]! > 0)) throw wrong('r(β 0, tan γ 0) là 0', 'r(β 0, tan γ 0) is 0', 'r(0, 0) > 0')
  return withId({ provenance: 'imported', file: fileOf(file), beta: [...beta], tanGamma: [...tanGamma], r: [...r] })
}

/** @param comparedWith the printed table that a person compared it with; shorter than three letters: none */
export function comparedRTable({ id: _, comparedWith: __, ...table }: FileRTable, comparedWith: string): FileRTable {
  const said = comparedWith.trim().slice(0, 300).trim()
  return withId(said.length >= 3 ? { ...table, comparedWith: said } : table)
}

const shortened = (words: string): string => words.trim().slice(0, 400).trim()

const arraysOf = ({ planes, gammas, candela }: Pick<FileLuminaire, 'planes' | 'gammas' | 'candela'>) => ({
  planes: Float64Array.from(planes),
  gammas: Float64Array.from(gammas),
  candela: Float64Array.from(candela),
})

/** As the engine takes it. */
export function luminaireOf(own: FileLuminaire): Luminaire {
  const { id, title, provenance, source, streetPlane, fluxLumens, powerWatts } = own
  return { id, title, provenance, source, streetPlane, ...arraysOf(own), fluxLumens, powerWatts }
}

export const rTableOf = ({ id, file, comparedWith, beta, tanGamma, r }: FileRTable): RTable => ({
  name: id,
  source: comparedWith ? `${file.name}; ${comparedWith}` : file.name,
  certified: comparedWith !== undefined,
  beta: Float64Array.from(beta),
  tanGamma: Float64Array.from(tanGamma),
  r: Float64Array.from(r),
})

export const intensitiesOf = (all: readonly Pick<FileLuminaire, 'candela'>[]): number =>
  all.reduce((sum, { candela }) => sum + candela.length, 0)
