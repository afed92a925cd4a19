/** The street that was chosen, existing or planned, checked by QCVN 07-7: a line a quantity, with its clause and why a person decides. */
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, grow } from '../../scenarios/geometry.ts'
import type { LightingOutcome, LightingSettings } from '../../scenarios/lighting.ts'
import { type StreetLighting, type StreetVerdict, streetLighting } from '../../scenarios/lighting-street.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { lightingLayers, lightingOfStreet, STREET_MARGIN_METRES } from '../../workers/client/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import { useLoaded } from './city.ts'
import { type Draft, editsOf, lightingOf } from './draft.ts'
import { Verdict } from './LightingTables.tsx'
import { quantityTitles, lightingText as text } from './lighting-text.ts'
import { plan } from './plan.ts'

interface Props {
  readonly tiles: Tiles
  readonly id: string
  readonly lines: readonly (readonly XY[])[]
  readonly draft: Draft
  /** Of the draft as it stands, where it has been computed: the figures are then those of the tables. */
  readonly lit: LightingOutcome | null
}

export function LightingStreet({ tiles, id, lines, draft, lit }: Props) {
  const { t } = useWords()
  const settings = lightingOf(draft)
  const loaded = useLoaded(
    async (signal) => {
      const known = lit?.model.input.hour === null ? streetLighting(lit, id, settings) : null
      return known ?? readStreet({ tiles, id, lines, draft }, settings, signal)
    },
    [tiles, id, draft.log, settings, lit, JSON.stringify(lines)],
  )
  return (
    <section className="stack" aria-label={t(text.streetCheck)}>
      <h3>{t(text.streetCheck)}</h3>
      {loaded.status === 'loading' ? <p role="status">{t(text.streetChecking)}</p> : null}
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      {loaded.status === 'ready' && loaded.value === null ? <p className="soft">{t(text.streetNone)}</p> : null}
      {loaded.status === 'ready' && loaded.value ? <Lines street={loaded.value} /> : null}
    </section>
  )
}

async function readStreet(
  { tiles, id, lines, draft }: Omit<Props, 'lit'>,
  settings: LightingSettings,
  signal: AbortSignal,
): Promise<StreetLighting | null> {
  const layers = lightingLayers.filter((one) => (one === 'buildings' || one === 'trees' ? settings[one] : true))
  const around = grow(boundsOf(lines.flat()), STREET_MARGIN_METRES)
  const city = await readCity(tiles, around, signal, { layers, ground: false })
  return lightingOfStreet(plan(city, editsOf(draft)).planned, id, settings)
}

function Lines({ street }: { street: StreetLighting }) {
  const { t, number } = useWords()
  const { lamps, lampsOut, unlitMetres, lengthMetres } = street
  const figure = (value: number, { unit }: StreetVerdict) =>
    `${number(value, Math.abs(value) < 10 ? 2 : 1)} ${unit === '1' ? '' : unit}`
  return (
    <>
      <p className="small">
        {t(text.streetLamps, { class: street.lightingClass, metres: number(lengthMetres), lamps, out: lampsOut })}
        {unlitMetres > 0 ? ` ${t(text.streetUnlit, { metres: number(unlitMetres) })}` : ''}
      </p>
      <div className="scroll-x">
        <table className="small street-table">
          <thead>
            <tr>
              <th scope="col">{t(text.requirement)}</th>
              <th scope="col">{t(text.limit)}</th>
              <th scope="col">{t(text.actual)}</th>
              <th scope="col">{t(text.says)}</th>
            </tr>
          </thead>
          <tbody>
            {street.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  {t(quantityTitles[line.quantity])}
                  <br />
                  <span className="soft">{line.clause}</span>
                </th>
                <td className="figure">
                  {line.atMost ? '≤' : '≥'} {figure(line.limit, line)}
                </td>
                <td className="figure">{figure(line.actual, line)}</td>
                <td>
                  <Verdict {...line} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="small soft">
        {[...new Set([...street.lines.flatMap(({ why }) => why ?? []), ...street.assumptions, text.asLaidOut])].map(
          (one) => (
            <li key={one.en}>{t(one)}</li>
          ),
        )}
      </ul>
    </>
  )
}
