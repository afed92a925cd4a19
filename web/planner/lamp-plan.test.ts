import { describe, expect, it } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { editSchema, reverseEdit } from '../../scenarios/edit.ts'
import { villageFiles } from '../../test/village.ts'
import { choicesOf, luminaireChoices, luminairesUsed, rowEdits } from './lamp-plan.ts'

const road = {
  type: 'Feature',
  id: 'r1',
  provenance: 'surveyed',
  buildState: 'as-built',
  geometry: { type: 'LineString', coordinates: [] },
  properties: { name: 'Đường 1', class: 'collector', widthMetres: 8 },
} as unknown as Feature<'roads'>

describe('a row of new lamps', () => {
  it('stands evenly behind the right kerb and looks over the street', () => {
    const line: [number, number][] = [
      [0, 0],
      [60, 0],
      [60, 60],
    ]
    const edits = rowEdits(road, line, { spacingMetres: 30, heightMetres: 8, luminaire: luminaireChoices[0]!.to })
    const lamps = edits.map((edit) => (edit.kind === 'lamp.new' ? edit.to! : null!))
    expect(lamps.map(({ at }) => at)).toEqual([
      [0, -4.5],
      [30, -4.5],
      [60, -4.5],
      [64.5, 30],
      [64.5, 60],
    ])
    expect(lamps.map(({ headingDegrees }) => headingDegrees)).toEqual([0, 0, 0, 270, 270])
    for (const edit of edits) expect(editSchema.safeParse(edit).success).toBe(true)
    expect(new Set(edits.map(({ target }) => target)).size).toBe(5)
  })
})

describe('luminaires from files', () => {
  it('are chosen after those of the library, and are in use while an edit names them', () => {
    const { luminaires } = villageFiles()
    const choices = choicesOf({ luminaires })
    expect(choices.slice(0, -1)).toEqual(luminaireChoices)
    const { to, title } = choices.at(-1)!
    expect(title).toBe('làng.ies 42 W (làng.ies)')
    expect(to).toMatchObject({ source: 'LED', powerWatts: 42, luminaire: luminaires[0]!.id })
    const line: [number, number][] = [
      [0, 0],
      [60, 0],
    ]
    const edits = rowEdits(road, line, { spacingMetres: 30, heightMetres: 8, luminaire: to })
    for (const edit of edits) expect(editSchema.safeParse(edit).success).toBe(true)
    expect([...luminairesUsed(edits)]).toEqual([luminaires[0]!.id])
    expect(luminairesUsed(edits.map(reverseEdit)).size).toBe(0)
    expect(choicesOf({})).toEqual(luminaireChoices)
  })
})
