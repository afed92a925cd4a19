/** The dig permit and the notice to residents, printed from the case; addresses in front are read from the city. */
import { useState } from 'react'
import type { WorksFollow } from '../../scenarios/api/works.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { grow } from '../../scenarios/geometry.ts'
import { type Paper, usualOffice } from '../../scenarios/permits/papers/paper.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { digPermit, streetNotice, type WorksPaperContext } from '../../scenarios/works/papers.ts'
import { linesOfStretches, nearestOn } from '../../scenarios/works/stretch.ts'
import type { WorksPeople } from '../../scenarios/works/works.ts'
import { layerParts } from '../../tiles/read/index.ts'
import { giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { type Streets, useStreets } from './roads.ts'
import { boundsAbout } from './StreetMap.tsx'
import { text } from './text.ts'

/** Houses so near to the dug stretch are in front of it, m. */
const FRONT_METRES = 30
const MOST_HOUSES = 400

export function Papers({
  works,
  people,
}: {
  works: Omit<WorksFollow, 'joints' | 'photos' | 'may'>
  people: WorksPeople | null
}) {
  const { t } = useWords()
  const units = useUnits()
  const streets = useStreets()
  const [making, setMaking] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  if (works.permitNumber === null || streets.status !== 'ready') return null
  const { value } = streets
  async function make(name: string, paperOf: (context: WorksPaperContext) => Promise<Paper>) {
    setMaking(true)
    setProblem(null)
    try {
      const at = new Date().toISOString()
      const unit = units.find(({ code }) => code === works.application.unitCode)?.name ?? works.application.unitCode
      const office = usualOffice(unit, location.origin)
      const [paper, { pdfOf }, { paperDocument }] = await Promise.all([
        paperOf({ works, people, office, roads: value.roads, at }),
        import('../shared/pdf/write.ts'),
        import('../../scenarios/permits/papers/print.ts'),
      ])
      giveFile(`${works.code}-${name}.pdf`, await pdfOf(paperDocument(paper, at)))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setMaking(false)
    }
  }
  return (
    <section className="card stack" aria-label={t(text.papers)}>
      <h2>{t(text.papers)}</h2>
      <div className="row">
        <button
          type="button"
          disabled={making}
          onClick={() => make('giay-phep', async (context) => digPermit(context))}
        >
          {t(making ? text.making : text.permitPaper)}
        </button>
        <button
          type="button"
          disabled={making}
          onClick={() => make('thong-bao', async (context) => streetNotice(context, await housesInFront(works, value)))}
        >
          {t(making ? text.making : text.noticePaper)}
        </button>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

/** House numbers with their street along the stretches, in the order of the street. */
async function housesInFront(
  { application }: Pick<WorksFollow, 'application'>,
  { tiles, roads }: Streets,
): Promise<string[]> {
  const lines = linesOfStretches(application.stretches, roads)
  const area = boundsAbout(lines, FRONT_METRES)
  if (!area) return []
  const houses: { label: string; along: number }[] = []
  for await (const { features } of layerParts(tiles, 'addresses', grow(area, 1)))
    for (const { geometry, properties } of features as Feature<'addresses'>[]) {
      if (geometry.type !== 'Point' || !properties.number) continue
      for (const [i, line] of lines.entries()) {
        const { away, metres } = nearestOn(line, geometry.coordinates)
        if (away > FRONT_METRES) continue
        houses.push({
          label: [properties.number, properties.street].filter(Boolean).join(' '),
          along: i * 1e5 + metres,
        })
        break
      }
    }
  const sorted = houses.sort((a, b) => a.along - b.along).map(({ label }) => label)
  return [...new Set(sorted)].slice(0, MOST_HOUSES)
}
