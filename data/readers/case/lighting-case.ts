/**
 * A lighting case file and the files it names → a street section, or settings and edits of a city. The contract is
 * scenarios/case/lighting-case.ts; everything that is wrong is a `Problem` that names the key.
 */
import type { z } from 'zod'
import { cityLightingCaseSchema, sectionCaseSchema } from '../../../scenarios/case/lighting-case.ts'
import type { Edit } from '../../../scenarios/edit.ts'
import {
  type LightingSettings,
  type Luminaire,
  lightingSettingsSchema,
  type RTable,
} from '../../../scenarios/lighting.ts'
import { defaultLighting } from '../../../scenarios/lighting-facts.ts'
import { readPhotometry } from '../photometry/photometry.ts'
import { readRTable } from '../photometry/rtable.ts'
import { type CaseFiles, openNamed, parseCase } from './json.ts'

type SectionCase = z.infer<typeof sectionCaseSchema>

export interface StreetCase {
  readonly kind: 'section'
  readonly section: SectionCase['section']
  /** From a file, or what is asked of the library. */
  readonly luminaire: Luminaire | Exclude<SectionCase['luminaire'], string>
  /** Null: R3. */
  readonly rTable: RTable | null
  readonly lightingClass: SectionCase['lightingClass'] | null
  readonly surroundings: SectionCase['surroundings']
}

export interface CityLightingCase {
  readonly kind: 'city'
  /** Folder, as written in the case. */
  readonly tiles: string | null
  readonly settings: LightingSettings
  readonly edits: readonly Edit[]
  readonly luminaires: readonly Luminaire[]
  readonly rTable: RTable | null
}

/** @param file name of the case, for errors */
export async function readLightingCase(
  json: string,
  files: CaseFiles,
  file: string,
): Promise<StreetCase | CityLightingCase> {
  const open = (key: string, path: string) => openNamed(files, file, key, path)
  const luminaireOf = async (key: string, path: string) =>
    ({ ...readPhotometry(await open(key, path), `${path} (${key})`).luminaire, id: path }) satisfies Luminaire
  const rTableOf = async (said: SectionCase['rTable']): Promise<RTable | null> => {
    if (said === undefined) return null
    if (typeof said === 'string') return readRTable(await open('rTable', said), `${said} (rTable)`)
    const { file: path, comparedWith } = said
    const table = readRTable(await open('rTable.file', path), `${path} (rTable.file)`)
    return { ...table, source: `${path}; ${comparedWith}`, certified: true }
  }
  const expected = 'a lighting case in JSON'
  if (isSection(json)) {
    const { section, luminaire, lightingClass, surroundings, rTable } = parseCase(
      sectionCaseSchema,
      json,
      file,
      expected,
    )
    return {
      kind: 'section',
      section,
      luminaire: typeof luminaire === 'string' ? await luminaireOf('luminaire', luminaire) : luminaire,
      rTable: await rTableOf(rTable),
      lightingClass: lightingClass ?? null,
      surroundings,
    }
  }
  const { tiles, lighting, edits, luminaires, rTable } = parseCase(cityLightingCaseSchema, json, file, expected)
  const read: Luminaire[] = []
  for (const [i, path] of luminaires.entries()) read.push(await luminaireOf(`luminaires[${i}]`, path))
  return {
    kind: 'city',
    tiles: tiles ?? null,
    settings: lightingSettingsSchema.parse({ ...defaultLighting, ...lighting }),
    edits,
    luminaires: read,
    rTable: await rTableOf(rTable),
  }
}

/** Meant as a section: what is wrong in it is told of the section’s schema. */
function isSection(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && ('section' in value || 'luminaire' in value)
  } catch {
    return false
  }
}
