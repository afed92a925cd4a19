/** The norms of QCVN 01 for an area, today and with the scenario: each with its clause, its verdict and why, and where on the map. */
import { useId } from 'react'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { confidenceTitles, sideOf, valueInWords, verdictTitles } from '../shared/rule-words.ts'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { MOST_LINES } from './import-lines.ts'
import { type IndicatorChoice, type IndicatorUnit, townClasses } from './indicator-choice.ts'
import { barOf, changeOf, type IndicatorRow, placesOf, rowsOf, subjectTitles } from './indicator-rows.ts'
import { indicatorText as text } from './indicator-text.ts'
import { changeInWords, normInWords } from './norm-words.ts'
import { IllustrativeNote } from './ResultsPanel.tsx'
import type { IndicatorState } from './useIndicators.ts'

export function IndicatorsPanel(props: {
  tiles: Tiles
  indicators: IndicatorState
  /** Id of the line whose places the map shows. */
  shown: string | null
  onShow(line: RuleLine | null): void
  children?: React.ReactNode
}) {
  const { tiles, indicators, shown, onShow } = props
  const { answer, busy, problem, choice, choose } = indicators
  const words = useWords()
  const { t, number, area } = words
  const people = answer?.today.population
  return (
    <div className="stack norms">
      <h2>{t(text.title)}</h2>
      <Choices tiles={tiles} choice={choice} onChoose={choose} />
      <p role="status" className="small soft">
        {t(busy ? text.computing : answer ? text.done : text.computing)}
      </p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {answer && people ? (
        <div className="stack" data-busy={busy || undefined}>
          <p>
            {t(text.summary, {
              area: area(answer.today.areaSquareMetres),
              households: number(people.households),
              persons: number(Math.round(people.persons)),
            })}{' '}
            {people.estimated ? t(text.estimatedPeople) : null}
          </p>
          <Counts lines={(answer.scenario ?? answer.today).lines} />
          <IllustrativeNote inputs={answer.today.inputs} />
          {answer.scenario ? null : <Banner kind="info">{t(text.unchanged)}</Banner>}
          {answer.outside > 0 ? <p className="small soft">{t(text.outside, { n: number(answer.outside) })}</p> : null}
          {rowsOf(answer).map(({ subject, rows }) => (
            <section key={subject} aria-label={t(subjectTitles[subject])}>
              <h3>{t(subjectTitles[subject])}</h3>
              <ul className="norm-lines">
                {rows.map((row) => (
                  <NormLine key={row.today.id} row={row} shown={row.today.id === shown} onShow={onShow} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      ) : null}
      {props.children}
    </div>
  )
}

function Counts({ lines }: { lines: readonly RuleLine[] }) {
  const { t, number } = useWords()
  return (
    <p className="row">
      {(['fail', 'person', 'pass'] as const).map((verdict) => (
        <span key={verdict} className={`badge verdict ${verdict}`}>
          {t(verdictTitles[verdict])} {number(lines.filter((line) => line.verdict === verdict).length)}
        </span>
      ))}
    </p>
  )
}

function NormLine({ row, shown, onShow }: { row: IndicatorRow; shown: boolean; onShow(line: RuleLine | null): void }) {
  const { today, scenario } = row
  const words = useWords()
  const { t, number, language } = words
  const line = scenario ?? today
  const places = placesOf(line).length
  const beyond = line.geometry?.type === 'MultiPoint'
  return (
    <li className={`norm-line ${line.verdict}`}>
      <div className="row">
        <strong className="grow">{t(line.title)}</strong>
        {scenario && scenario.verdict !== today.verdict ? (
          <>
            <span className={`badge verdict ${today.verdict}`}>{t(verdictTitles[today.verdict])}</span>
            <span aria-hidden="true">→</span>
          </>
        ) : null}
        <span className={`badge verdict ${line.verdict}`}>{t(verdictTitles[line.verdict])}</span>
      </div>
      <NormBar row={row} />
      <p className="figures small">
        <span>
          <span className="soft">{t(text.today)}</span> {valueInWords(today.actual, today.unit, words)}
        </span>
        {scenario ? (
          <span>
            <span className="soft">{t(text.scenario)}</span> {valueInWords(scenario.actual, scenario.unit, words)}
            <ChangeOf row={row} />
          </span>
        ) : null}
        <span>
          <span className="soft">{t(text.norm)}</span> {normInWords(line, words)}
        </span>
      </p>
      <p className="small">{t(line.why)}</p>
      <p className="small soft">
        {sideOf(line.clause, language)} · {t(text.rests, { how: t(confidenceTitles[line.confidence]) })}
      </p>
      {places > 0 ? (
        <div>
          <button type="button" aria-pressed={shown} onClick={() => onShow(shown ? null : line)}>
            {shown ? t(text.hide) : beyond ? t(text.showBeyond, { n: number(places) }) : t(text.show)}
          </button>
          {shown && places > MOST_LINES ? (
            <span className="small soft"> {t(text.shownFirst, { n: number(MOST_LINES) })}</span>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

function ChangeOf({ row }: { row: IndicatorRow }) {
  const words = useWords()
  const change = changeOf(row)
  if (change === null) return null
  const said = changeInWords(change, row.today.unit, words)
  return <strong> ({said})</strong>
}

/** Two bars and the mark of the norm; the figures stand below it in words. */
function NormBar({ row }: { row: IndicatorRow }) {
  const bar = barOf(row)
  if (!bar) return null
  const width = (share: number) => `${(share * 100).toFixed(1)}%`
  return (
    <div className="bars norm-bar" aria-hidden="true">
      <span className="before" style={{ width: width(bar.today) }} />
      {bar.scenario === null ? null : <span className="after" style={{ width: width(bar.scenario) }} />}
      {bar.norm === null ? null : <i style={{ insetInlineStart: width(bar.norm) }} />}
    </div>
  )
}

function Choices(props: { tiles: Tiles; choice: IndicatorChoice; onChoose(choice: IndicatorChoice): void }) {
  const { tiles, choice, onChoose } = props
  const { t, number } = useWords()
  const id = useId()
  const read = useLoaded((signal) => unitsOf(tiles, signal), [tiles])
  const units = read.status === 'ready' ? read.value : []
  const set = (change: Partial<IndicatorChoice>) => onChoose({ ...choice, ...change })
  const options = (list: readonly (IndicatorUnit & { readonly former: boolean })[]) =>
    list.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))
  const count = (value: string) => (value === '' || Number(value) <= 0 ? null : Number(value))
  const statistics = choice.unit?.population ?? null
  return (
    <>
      <Field label={t(text.of)}>
        {(id) => (
          <select
            id={id}
            value={choice.unit?.id ?? ''}
            onChange={({ target }) => {
              const unit = units.find((one) => one.id === target.value) ?? null
              set({ unit, population: null })
            }}
          >
            <option value="">{t(text.simulated)}</option>
            <optgroup label={t(text.now)}>{options(units.filter(({ former }) => !former))}</optgroup>
            <optgroup label={t(text.former)}>{options(units.filter(({ former }) => former))}</optgroup>
          </select>
        )}
      </Field>
      <details>
        <summary>{t(text.assumptions)}</summary>
        <div className="stack folded">
          <Field label={t(text.townClass)}>
            {(id) => (
              <select
                id={id}
                value={choice.townClass ?? ''}
                onChange={({ target }) => set({ townClass: townClasses.find((one) => one === target.value) ?? null })}
              >
                <option value="">{t(text.unknown)}</option>
                {townClasses.map((one) => (
                  <option key={one} value={one}>
                    {one === 'special' ? t(text.special) : t(text.classOf, { class: one })}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t(text.area)}>
            {(id) => (
              <select
                id={id}
                value={choice.area ?? ''}
                onChange={({ target: { value } }) =>
                  set({ area: value === 'new' || value === 'existing' ? value : null })
                }
              >
                <option value="existing">{t(text.existing)}</option>
                <option value="new">{t(text.new)}</option>
                <option value="">{t(text.unknown)}</option>
              </select>
            )}
          </Field>
          <Field label={t(text.townPopulation)}>
            {(id) => (
              <input
                id={id}
                type="number"
                min={1}
                step={1}
                value={choice.townPopulation ?? ''}
                placeholder={t(text.unknown)}
                onChange={({ target }) => set({ townPopulation: count(target.value) })}
              />
            )}
          </Field>
          <Field
            label={t(text.population)}
            hint={statistics === null ? t(text.estimated) : t(text.ofStatistics, { n: number(statistics) })}
          >
            {(id) => (
              <input
                id={id}
                type="number"
                min={1}
                step={1}
                value={choice.population ?? ''}
                onChange={({ target }) => set({ population: count(target.value) })}
              />
            )}
          </Field>
          <label className="check" htmlFor={id}>
            <input
              id={id}
              type="checkbox"
              checked={choice.lowDensity}
              onChange={({ target }) => set({ lowDensity: target.checked })}
            />
            {t(text.lowDensity)}
          </label>
        </div>
      </details>
    </>
  )
}

/** Administrative units, those of today and those before them, by name. */
async function unitsOf(tiles: Tiles, signal: AbortSignal): Promise<(IndicatorUnit & { readonly former: boolean })[]> {
  const { layers } = await readCity(tiles, tiles.manifest.city.bounds, signal, { layers: ['units'], ground: false })
  const units = [...(layers.units as ReadonlyMap<string, Feature<'units'>>).values()]
  return units
    .map(({ id, geometry, properties: { name, population, validTo } }) => ({
      id,
      name,
      population,
      outline: geometry,
      former: validTo !== null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}
