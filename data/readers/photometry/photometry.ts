/** A luminaire from an IES (LM-63) or EULUMDAT file, told apart by what is in it. */
import type { Luminaire } from '../../../scenarios/lighting.ts'
import { beamAngle, greatest } from '../../../scenarios/photometry.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { readEulumdat } from './eulumdat.ts'
import { isIes, readIes } from './ies.ts'
import type { Symmetry } from './unfold.ts'

export interface PhotometryFile {
  readonly luminaire: Luminaire
  /** `IES LM-63-2002`, `EULUMDAT` */
  readonly format: string
  readonly symmetry: Symmetry
  /** Planes and γ as the file has them. */
  readonly planesInFile: number
  readonly gammasInFile: number
  readonly lamps: number
  /** lm of one lamp; null: absolute photometry. */
  readonly lampLumens: number | null
  readonly keywords: Readonly<Record<string, string>>
  /** What of the file was not used. */
  readonly notes: readonly Bilingual[]
}

/** @throws Problem with line and expectation */
export const readPhotometry = (bytes: Uint8Array, file: string): PhotometryFile =>
  isIes(bytes) ? readIes(bytes, file) : readEulumdat(bytes, file)

/** What shines in it, as far as the words of the file tell: it has no field that must say so. */
export function lightSourceIn({ keywords: { LAMP, LAMPCAT, LUMINAIRE }, luminaire }: PhotometryFile) {
  for (const words of [LAMP, LAMPCAT, LUMINAIRE, luminaire.title]) {
    if (words === undefined) continue
    if (/\b(LEDs?|light emitting diodes?|đi-?ốt phát quang)\b/i.test(words)) return 'LED'
    if (/\b(HPS|SON(-?T)?|NAV(-?T)?|HST|SHP|(high.pressure )?sodium|natri)\b/i.test(words)) return 'HPS'
  }
  return null
}

/** What a person asks of such a file first. */
export function describePhotometry({ luminaire, ...file }: PhotometryFile) {
  const { fluxLumens, powerWatts, gammas } = luminaire
  const beam = (share: number) => ({
    c0: beamAngle(luminaire, 0, share),
    c90: beamAngle(luminaire, 90, share),
  })
  return {
    fluxLumens,
    type: 'C',
    symmetry: file.symmetry,
    beamAngles: { half: beam(0.5), tenth: beam(0.1) },
    maxCandela: greatest(luminaire),
    powerWatts,
    lumensPerWatt: powerWatts > 0 ? fluxLumens / powerWatts : null,
    format: file.format,
    title: luminaire.title,
    streetPlane: luminaire.streetPlane,
    lamps: file.lamps,
    lampLumens: file.lampLumens,
    planes: file.planesInFile,
    gammas: file.gammasInFile,
    lastGamma: gammas.at(-1)!,
    fluxRule: 'zonal: mean of the two edges × 2π(cos γ₁ − cos γ₂)',
    keywords: file.keywords,
    notes: file.notes,
  }
}
