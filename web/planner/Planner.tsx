/** The planner's workplace: the stage in the middle, what is there on its left, what is chosen and computed on its right. */
import { type ReactNode, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, geometryBounds, grow } from '../../scenarios/geometry.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { MAX_AREA_SIDE_METRES, scenarioHash } from '../../scenarios/scenario.ts'
import { layerBounds, type Tiles } from '../../tiles/read/index.ts'
import { drainage as drainageDoor } from '../../workers/client/drainage.ts'
import { about as lightingAbout } from '../../workers/client/lighting.ts'
import { about as trafficAbout } from '../../workers/client/traffic.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { useTheme } from '../shared/theme.tsx'
import { Icon, ProblemBanner, problemOf, type Tab, Tabs } from '../shared/ui.tsx'
import type { Picked, StageHandle, StageKerb, StageTool, StageView } from '../stage/index.ts'
import type { Filters } from '../stage/plain.ts'
import { type Drawn, DrawnForm } from './actions.tsx'
import { placeOf, TILES_URL, useWindow } from './city.ts'
import { claimsOf } from './claims.ts'
import {
  bodyOf,
  drainageBodyOf,
  editsOf,
  lightingOf,
  newDraft,
  restoreDraft,
  snapArea,
  trafficBodyOf,
  trafficOf,
} from './draft.ts'
import { FloodLayers } from './FloodLayers.tsx'
import { ImportPanel } from './ImportPanel.tsx'
import { IndicatorsPanel } from './IndicatorsPanel.tsx'
import { type Chosen, Inspector } from './Inspector.tsx'
import { linesOfGeometries } from './import-lines.ts'
import { words } from './import-text.ts'
import { placesOf as placesOfLine } from './indicator-rows.ts'
import { indicatorText } from './indicator-text.ts'
import { LED_80 } from './LampEdits.tsx'
import { LampPoint, type LampPointChoice } from './LampPoint.tsx'
import { firstViews, LayersPanel } from './LayersPanel.tsx'
import { LayerTable } from './LayerTable.tsx'
import { LightingBar } from './LightingBar.tsx'
import { LightingPanel } from './LightingPanel.tsx'
import { LinkedPlan } from './LinkedPlan.tsx'
import { choicesOf } from './lamp-plan.ts'
import { firstPole, kerbTool, pointEdit } from './lamp-point.ts'
import { lightingText } from './lighting-text.ts'
import { MapTools, type ToolName } from './MapTools.tsx'
import { ModelAnnouncement } from './ModelRun.tsx'
import { ResultsPanel } from './ResultsPanel.tsx'
import { RunAnnouncement, RunPanel } from './RunPanel.tsx'
import { RecordsPanel, ServerRun } from './records.tsx'
import { ReportButton } from './report/ReportButton.tsx'
import { middleOf } from './rows.ts'
import { SavingNote, ScenarioPanel } from './ScenarioPanel.tsx'
import { SubmitPlan } from './SubmitPlan.tsx'
import { initialState, reduce } from './state.ts'
import { Timeline } from './Timeline.tsx'
import { TrafficBar } from './TrafficBar.tsx'
import { TrafficPanel, type TrafficPart } from './TrafficPanel.tsx'
import { text } from './text.ts'
import { trafficText } from './traffic-text.ts'
import { useAutosave, useUndoKeys } from './useDraft.ts'
import { useFileDrop, useImport } from './useImport.ts'
import { useIndicators } from './useIndicators.ts'
import { useLighting } from './useLighting.ts'
import { useRaster } from './useRaster.ts'
import { useJob, useRun } from './useRun.ts'
import { useServerRun } from './useServerRun.ts'
import { useStored } from './useStored.ts'
import { useTraffic } from './useTraffic.ts'
import './luminaires.css'
import './planner.css'
import './traffic.css'

/** Asked for with this page, not when it is first drawn: it comes while the city is being opened. */
let coming: Promise<typeof import('../stage/index.ts')> | null = import('../stage/index.ts')
const Stage = later(async () => {
  const asked = coming ?? import('../stage/index.ts')
  coming = null
  return { default: (await asked).Stage }
}, null)

type Left = 'layers' | 'scenario'
type Right = 'inspector' | 'run' | 'results' | 'indicators' | 'traffic' | 'lighting' | 'records'

export function Planner({ tiles }: { tiles: Tiles }) {
  const { t, language } = useWords()
  const { theme } = useTheme()
  const { city, hash: cityHash } = tiles.manifest
  const restored = useMemo(() => restoreDraft(localStorage, city.name), [city.name])
  const [state, dispatch] = useReducer(reduce, restored, (draft) =>
    initialState(draft ?? newDraft(city, t(text.untitled))),
  )
  const { draft, view, comparison } = state

  const [left, setLeft] = useState<Left>('layers')
  const [right, setRight] = useState<Right>('inspector')
  /** What the map and its bar speak of: the panel of one or the other was open last. */
  const [subject, setSubject] = useState<RunKind>('drainage')
  const [part, setPart] = useState<TrafficPart>('results')
  /** On a phone one panel at a time, or the map alone. */
  const [open, setOpen] = useState<'left' | 'right' | null>(null)
  const [views, setViews] = useState(() => firstViews(tiles.manifest))
  const [filters, setFilters] = useState<Filters>({})
  const [table, setTable] = useState<LayerId | null>(null)
  const [terrain, setTerrain] = useState(true)
  const [underground, setUnderground] = useState(false)
  const [floodOpacity, setFloodOpacity] = useState(1)
  const [tool, setTool] = useState<ToolName>('select')
  const lit = lightingOf(draft)
  const choices = useMemo(() => choicesOf(lit), [lit])
  const [nextLamp, setNextLamp] = useState<LampPointChoice>({ pole: firstPole, luminaire: LED_80 })
  /** What the last click with that tool came to. */
  const [placing, setPlacing] = useState<'noStreet' | 'wrongPole' | 'placed' | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [threads, setThreads] = useState(1)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [ready, setReady] = useState(false)
  const kept = useAutosave(draft, city.name, restored !== null)
  const stage = useRef<StageHandle>(null)
  const middle = useRef<StageView | null>(null)

  const edits = useMemo(() => editsOf(draft), [draft])
  const body = useMemo(() => drainageBodyOf(draft, cityHash), [draft, cityHash])
  const trafficBody = useMemo(() => trafficBodyOf(draft, cityHash), [draft, cityHash])
  const hash = useMemo(() => scenarioHash(body), [body])
  const window = useWindow(tiles, draft.settings.area, edits)
  const run = useRun(tiles, dispatch)
  useJob(state.server, dispatch)
  const traffic = useTraffic({
    tiles,
    state: state.traffic,
    body: trafficBody,
    drainage: comparison,
    drainageHash: hash,
    threads,
    dispatch,
  })
  const lighting = useLighting({ tiles, state: state.lighting, edits, settings: lightingOf(draft), dispatch })
  const stored = useStored({ draft, cityHash, dispatch, leave: run.cancel })
  const serverRuns = useServerRun({
    draft,
    cityHash,
    digests: {
      drainage: comparison?.hash === hash ? comparison.scenario.result.digest : null,
      traffic: traffic.digest,
      lighting: lighting.digest,
    },
    save: stored.save,
    dispatch,
  })
  const claims = useMemo(
    () =>
      claimsOf(bodyOf(draft, cityHash), [
        {
          kind: 'drainage',
          kernel: drainageDoor.about,
          scenario: comparison?.hash === hash ? comparison.scenario.result.digest : null,
          baseline: comparison?.hash === hash ? comparison.baseline.result.digest : null,
        },
        { kind: 'traffic', kernel: trafficAbout, scenario: traffic.digest, baseline: null },
        { kind: 'lighting', kernel: lightingAbout, scenario: lighting.digest, baseline: null },
      ]),
    [draft, cityHash, comparison, hash, traffic.digest, lighting.digest],
  )
  useUndoKeys(dispatch)

  // Esc gives up the drawing, and the tool with it.
  useEffect(() => {
    if (tool === 'select') return
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setTool('select')
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [tool])

  const show = useCallback((panel: Left | Right) => {
    if (panel === 'layers' || panel === 'scenario') {
      setLeft(panel)
      setOpen('left')
    } else {
      setRight(panel)
      setOpen('right')
      if (panel === 'run' || panel === 'results') setSubject('drainage')
      if (panel === 'indicators') setCounted(true)
      if (panel !== 'traffic' && panel !== 'lighting') return
      setSubject(panel)
      dispatch({ type: `${panel}/open` })
    }
  }, [])

  const importing = useImport(city)
  const over = useFileDrop((files) => {
    importing.open(files)
    show('layers')
  })
  const [counted, setCounted] = useState(false)
  const indicators = useIndicators(city, draft.settings.area, edits, counted)
  /** The norm whose places the map shows; it follows the draft. */
  const [shownNorm, setShownNorm] = useState<string | null>(null)
  const normLines = useMemo(() => {
    const lines = (indicators.answer?.scenario ?? indicators.answer?.today)?.lines
    const line = right === 'indicators' ? lines?.find(({ id }) => id === shownNorm) : undefined
    return line ? linesOfGeometries(placesOfLine(line)).lines : null
  }, [indicators.answer, shownNorm, right])
  // What is marked on the map: a file that is open, or the places of a norm.
  const imported = normLines ?? (importing.state.status === 'open' ? (importing.state.laid?.drawn.lines ?? null) : null)

  /** Choosing the tab that is open closes its sheet; where panels stand beside the map, nothing closes. */
  const choose = (panel: Left | Right) => {
    const again = (open === 'left' && panel === left) || (open === 'right' && panel === right)
    if (again) setOpen(null)
    else show(panel)
  }

  const subjectNow = useRef(subject)
  subjectNow.current = subject
  useEffect(() => {
    // A flood that was computed for the streets is looked at there.
    if (state.run.status === 'done' && subjectNow.current === 'drainage') show('results')
  }, [state.run.status, show])

  // What the stage reports.
  const { takeClick } = traffic
  const onPick = useCallback(
    (picked: Picked | null) => {
      if (takeClick(picked)) return
      setChosen(picked)
      setPlacing(null)
      if (!picked) return
      // With results on the screen a click asks for what they say there; the feature waits in its own tab.
      setRight((now) => (now === 'results' || now === 'traffic' ? now : 'inspector'))
      setOpen('right')
    },
    [takeClick],
  )
  const onDraw = useCallback(
    (ring: XY[]) => {
      if (tool === 'area') {
        dispatch({ type: 'draft/settings', settings: { area: snapArea(boundsOf(ring), city.bounds) } })
        show('run')
      } else {
        setDrawn({ kind: tool === 'fill' || tool === 'road' ? tool : 'pond', ring })
        show('inspector')
      }
      setTool('select')
    },
    [tool, city.bounds, show],
  )
  const onPlace = useCallback(
    (kerb: StageKerb | null) => {
      const luminaire = (choices[nextLamp.luminaire] ?? choices[LED_80]!).to
      const edit = kerb && pointEdit(kerb, nextLamp.pole, luminaire, edits)
      if (!edit) return setPlacing(kerb ? 'wrongPole' : 'noStreet')
      const { at, ...properties } = edit.to
      dispatch({ type: 'edit/add', edits: [edit] })
      const where = { x: at[0], y: at[1], height: null }
      setChosen({ layer: 'lamps', id: edit.target, properties, provenance: 'planned', at: where })
      setTool('select')
      setPlacing('placed')
      // Beside the map its forms are there; on a phone the map stays, with the lamp on it.
      setRight('inspector')
    },
    [choices, nextLamp, edits],
  )
  const onReady = useCallback(() => setReady(true), [])
  const { onView: lightView } = lighting
  const onView = useCallback(
    (seen: StageView) => {
      middle.current = seen
      lightView(seen)
    },
    [lightView],
  )
  const stageTool = useMemo<StageTool>(() => {
    if (tool === 'select') return { kind: 'select' }
    if (tool === 'road') return { kind: 'line' }
    if (tool === 'lamp') return kerbTool
    return tool === 'area' ? { kind: 'rectangle', maxSideMetres: MAX_AREA_SIDE_METRES } : { kind: 'polygon' }
  }, [tool])
  const raster = useRaster(comparison, view, floodOpacity)

  const chosenAt = useMemo((): XY | null => (chosen ? [chosen.at.x, chosen.at.y] : null), [chosen])

  const moving = state.traffic.view
  // Its own element: the progress of a run draws nothing anew on the map.
  const city3d = useMemo(
    () => (
      <Stage
        ref={stage}
        tiles={tiles.manifest}
        baseUrl={TILES_URL}
        layers={views}
        filters={filters}
        terrain={terrain}
        underground={underground}
        city={window?.planned ?? null}
        base={window?.base ?? null}
        area={subject === 'drainage' ? draft.settings.area : null}
        raster={raster}
        imported={imported}
        frame={view.maximum ? 0 : view.frame}
        flows={subject === 'traffic' ? traffic.flows : null}
        desires={subject === 'traffic' ? traffic.desires : null}
        light={subject === 'lighting' ? lighting.light : null}
        vehicles={subject === 'traffic' ? traffic.vehicles : null}
        vehicleSpeed={moving.playing ? moving.speed : 0}
        vehicleSecond={moving.second}
        onVehicleSecond={traffic.clock.set}
        tool={stageTool}
        selection={chosen?.id ?? null}
        selectionAt={chosenAt}
        language={language}
        dark={theme === 'dark'}
        onPick={onPick}
        onDraw={onDraw}
        onPlace={onPlace}
        onReady={onReady}
        onProblem={setProblem}
        onView={onView}
      />
    ),
    [
      tiles.manifest,
      views,
      filters,
      terrain,
      underground,
      window,
      draft.settings.area,
      raster,
      imported,
      view.maximum,
      view.frame,
      subject,
      traffic.flows,
      traffic.desires,
      traffic.vehicles,
      traffic.clock,
      lighting.light,
      moving.playing,
      moving.speed,
      moving.second,
      stageTool,
      chosen?.id,
      chosenAt,
      language,
      theme,
      onPick,
      onDraw,
      onPlace,
      onReady,
      onView,
    ],
  )

  const addEdits = (edits: readonly Edit[]) => dispatch({ type: 'edit/add', edits })
  const placesOf = (edits: readonly Edit[]) =>
    edits.map((edit) => placeOf(edit, window)).filter((place) => place !== null)
  const flyTo = (edits: readonly Edit[]) => {
    const places = placesOf(edits)
    if (places.length > 0) stage.current?.flyTo(grow(around(places), 60))
    setOpen(null)
  }
  async function zoomTo(layer: LayerId) {
    try {
      const bounds = await layerBounds(tiles, layer)
      if (bounds) stage.current?.flyTo(bounds)
      setOpen(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const setArea = (area: Bounds) =>
    dispatch({ type: 'draft/settings', settings: { area: snapArea(area, city.bounds) } })
  const editsPlace = placesOf(edits)

  const floodStreets = () => {
    dispatch({ type: 'draft/settings', settings: { traffic: { ...trafficOf(draft), flood: true } } })
    dispatch({ type: 'traffic/view', view: { show: 'depth' } })
    show('traffic')
  }
  const report = (of: RunKind | null) => (
    <ReportButton
      scenario={{ id: draft.id, title: draft.title, body: bodyOf(draft, cityHash) }}
      city={city}
      drainage={comparison}
      traffic={state.traffic.done?.comparison ?? null}
      lighting={state.lighting.done?.comparison ?? null}
      indicators={indicators.answer && { answer: indicators.answer, area: indicators.choice.unit?.name ?? null }}
      stale={{
        drainage: comparison !== null && comparison.hash !== hash,
        traffic: traffic.stale,
        lighting: lighting.stale,
        indicators: indicators.busy,
      }}
      roads={traffic.naming.roads ?? new Map()}
      base={window?.base ?? null}
      of={of}
      capture={() => stage.current?.capture() ?? null}
    />
  )
  const serverRun = (kind: RunKind) => (
    <ServerRun
      server={kind === 'drainage' ? state.server : state[kind].server}
      onStart={() => void serverRuns.start(kind)}
      onCancel={(id) => void serverRuns.cancel(kind, id).catch((error) => setProblem(problemOf(error)))}
    >
      <SavingNote saving={stored.saving} />
    </ServerRun>
  )
  async function openStored(id: string, branch: boolean) {
    try {
      await stored.open(id, branch)
      show('scenario')
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const pickTool = (name: ToolName) => {
    setTool(name)
    setPlacing(null)
    // Beside the map the form is there; on a phone the map stays free for the finger.
    if (name === 'lamp') setRight('inspector')
  }
  const placed = placing && t(lightingText[placing], { metres: kerbTool.withinMetres })

  const leftTabs: Tab<Left>[] = [
    { id: 'layers', label: t(text.layers), icon: 'layers' },
    { id: 'scenario', label: t(text.scenario), icon: 'scenario' },
  ]
  const rightTabs: Tab<Right>[] = [
    { id: 'inspector', label: t(text.inspector), icon: 'select' },
    { id: 'run', label: t(text.run), icon: 'run' },
    { id: 'results', label: t(text.results), icon: 'results' },
    { id: 'indicators', label: t(indicatorText.indicators), icon: 'norms' },
    { id: 'traffic', label: t(trafficText.traffic), icon: 'traffic' },
    { id: 'lighting', label: t(lightingText.lighting), icon: 'lighting' },
    { id: 'records', label: t(text.records), icon: 'saved' },
  ]
  const close = () => setOpen(null)

  return (
    <>
      <Header>
        <h1 className="city-title grow">
          {t(city.title)}
          <span className="soft wide"> · {draft.title}</span>
        </h1>
      </Header>
      <main id="main" className="planner" data-open={open ?? 'map'}>
        <RunAnnouncement run={state.run} />
        <ModelAnnouncement model={traffic} text={trafficText} />
        <ModelAnnouncement model={lighting} text={lightingText} />
        <aside className="side left" aria-label={t(text.leftPanels)}>
          <Tabs label={t(text.leftPanels)} tabs={leftTabs} active={left} onChange={choose} />
          <Panel key={left} id={left} onClose={close}>
            {left === 'layers' ? (
              <>
                <LayersPanel
                  tiles={tiles.manifest}
                  views={views}
                  filters={filters}
                  terrain={terrain}
                  underground={underground}
                  onViews={setViews}
                  onFilters={setFilters}
                  onTerrain={setTerrain}
                  onUnderground={setUnderground}
                  onZoom={(layer) => void zoomTo(layer)}
                  onTable={(layer) => {
                    setTable(layer)
                    setOpen(null)
                  }}
                >
                  <FloodLayers
                    comparison={comparison}
                    view={view}
                    raster={raster}
                    opacity={floodOpacity}
                    dispatch={dispatch}
                    onOpacity={setFloodOpacity}
                    onZoom={(to) => {
                      stage.current?.flyTo(to)
                      setOpen(null)
                    }}
                  />
                </LayersPanel>
                <ImportPanel importing={importing} onZoom={(bounds) => stage.current?.flyTo(grow(bounds, 60))} />
                {city.notes.length > 0 ? (
                  <section className="stack notes" aria-label={t(text.cityNotes)}>
                    <h2>{t(text.cityNotes)}</h2>
                    {city.notes.map((note) => (
                      <p key={note.en} className="small">
                        {t(note)}
                      </p>
                    ))}
                  </section>
                ) : null}
              </>
            ) : (
              <ScenarioPanel
                draft={draft}
                tiles={tiles}
                edits={edits}
                window={window}
                kept={kept}
                stored={stored}
                dispatch={dispatch}
                onBaseline={() => stored.replace(newDraft(city, t(text.untitled)))}
                onFlyTo={flyTo}
              >
                <SubmitPlan
                  claims={claims}
                  edited={edits.length > 0}
                  onSave={async () => {
                    if (draft.revision !== null && !stored.changedSinceSave)
                      return { id: draft.id, revision: draft.revision }
                    const saved = await stored.save(draft)
                    return saved && { id: draft.id, revision: saved.revision }
                  }}
                />
              </ScenarioPanel>
            )}
          </Panel>
        </aside>

        <section className="map" aria-label={t(text.map)}>
          {city3d}
          {ready ? null : (
            <p className="map-note" role="status">
              {t(text.mapLoading)}
            </p>
          )}
          <MapTools tool={tool} said={placed} onTool={pickTool} stage={() => stage.current} />
          {problem ? (
            <div className="map-problem">
              <ProblemBanner problem={problem} />
              <button type="button" className="square" aria-label={t(text.close)} onClick={() => setProblem(null)}>
                <Icon name="close" />
              </button>
            </div>
          ) : null}
          <LinkedPlan
            unsaved={draft.log.length > 0 && (draft.revision === null || stored.changedSinceSave)}
            onOpen={({ scenario }) => {
              stored.openAs(scenario, true)
              show('scenario')
              stage.current?.flyTo(grow(scenario.scenario.body.area, 60))
            }}
          />
          {over ? <p className="drop-here">{t(words.dropHere)}</p> : null}
          {comparison && !table && subject === 'drainage' ? (
            <Timeline comparison={comparison} view={view} dispatch={dispatch} />
          ) : null}
          {!table && subject === 'traffic' ? <TrafficBar traffic={traffic} /> : null}
          {!table && subject === 'lighting' ? <LightingBar lighting={lighting} /> : null}
          {table ? (
            <LayerTable
              key={table}
              tiles={tiles}
              layer={table}
              filter={filters[table]}
              view={() => middle.current?.bounds ?? city.bounds}
              area={draft.settings.area}
              selection={chosen?.id ?? null}
              onChoose={(row) => {
                const [x, y] = middleOf(row)
                setChosen({
                  layer: table,
                  id: row.id,
                  properties: row.values,
                  provenance: null,
                  at: { x, y, height: null },
                })
                stage.current?.flyTo(grow(row.bounds, 40))
              }}
              onClose={() => setTable(null)}
            />
          ) : null}
        </section>

        <aside className="side right" aria-label={t(text.rightPanels)}>
          <Tabs label={t(text.rightPanels)} tabs={rightTabs} active={right} onChange={choose} />
          <Panel key={right} id={right} onClose={close}>
            {right === 'inspector' ? (
              <div className="stack">
                {drawn ? (
                  <DrawnForm
                    tiles={tiles}
                    edits={edits}
                    drawn={drawn}
                    onEdit={(edit) => {
                      addEdits([edit])
                      setDrawn(null)
                      show('scenario')
                    }}
                    onDiscard={() => setDrawn(null)}
                  />
                ) : null}
                {tool === 'lamp' ? (
                  <LampPoint choices={choices} choice={nextLamp} trouble={placed} onChoice={setNextLamp} />
                ) : null}
                <Inspector
                  tiles={tiles}
                  chosen={chosen}
                  draft={draft}
                  searched={window?.base ?? null}
                  planned={window?.planned ?? null}
                  within={draft.settings.area}
                  lit={lighting.stale ? null : (lighting.comparison?.scenario ?? null)}
                  onChoose={(one) => {
                    setChosen(one)
                    stage.current?.flyTo([one.at.x, one.at.y])
                  }}
                  onEdits={addEdits}
                />
              </div>
            ) : null}
            {right === 'run' ? (
              <RunPanel
                city={city}
                settings={draft.settings}
                threads={threads}
                run={state.run}
                edited={edits.length > 0}
                outside={window?.outside.length ?? 0}
                onSettings={(settings) => dispatch({ type: 'draft/settings', settings })}
                onThreads={setThreads}
                onStart={() => void run.start(body, threads)}
                onCancel={run.cancel}
                onDrawArea={() => {
                  setTool('area')
                  setOpen(null)
                }}
                onAreaAroundEdits={editsPlace.length > 0 ? () => setArea(grow(around(editsPlace), 200)) : null}
                onAreaAroundView={() => {
                  const { x, y } = middle.current ?? city.home
                  setArea([x - 500, y - 500, x + 500, y + 500])
                }}
              />
            ) : null}
            {right === 'results' ? (
              <ResultsPanel
                comparison={comparison}
                stale={comparison !== null && comparison.hash !== hash}
                place={chosen ? [chosen.at.x, chosen.at.y] : null}
                error={city.grids[0]?.standardErrorMetres ?? 0}
              >
                <div>
                  <button type="button" title={t(trafficText.floodWhy)} onClick={floodStreets}>
                    {t(trafficText.flood)}
                  </button>
                </div>
                {report('drainage')}
                {serverRun('drainage')}
              </ResultsPanel>
            ) : null}
            {right === 'indicators' ? (
              <IndicatorsPanel
                tiles={tiles}
                indicators={indicators}
                shown={shownNorm}
                onShow={(line) => {
                  setShownNorm(line?.id ?? null)
                  const places = line ? placesOfLine(line) : []
                  if (places.length > 0) stage.current?.flyTo(grow(around(places.map(geometryBounds)), 60))
                }}
              >
                {report(null)}
              </IndicatorsPanel>
            ) : null}
            {right === 'traffic' ? (
              <TrafficPanel
                traffic={traffic}
                part={part}
                settings={trafficOf(draft)}
                chosen={chosen}
                floodRun={state.run}
                onPart={setPart}
                onSettings={(settings) => dispatch({ type: 'draft/settings', settings: { traffic: settings } })}
                onFlyTo={(at, road) => {
                  stage.current?.flyTo(grow([...at, ...at], 200))
                  if (road) setChosen(chosenOf('roads', road, at))
                }}
                onEditStreet={() => show('inspector')}
                onSimulateFlood={() => void run.start(body, threads)}
                onPickOnMap={() => setOpen(null)}
              >
                {report('traffic')}
                {serverRun('traffic')}
              </TrafficPanel>
            ) : null}
            {right === 'lighting' ? (
              <LightingPanel
                lighting={lighting}
                settings={lightingOf(draft)}
                onSettings={(settings) => dispatch({ type: 'draft/settings', settings: { lighting: settings } })}
                onFlyTo={(at, what) => {
                  stage.current?.flyTo(grow([...at, ...at], 120))
                  if (what) setChosen(chosenOf(what.layer, what.id, at))
                }}
              >
                {report('lighting')}
                {serverRun('lighting')}
              </LightingPanel>
            ) : null}
            {right === 'records' ? (
              <RecordsPanel onOpen={(id) => void openStored(id, false)} onBranch={(id) => void openStored(id, true)} />
            ) : null}
          </Panel>
        </aside>
      </main>
    </>
  )
}

/** What was chosen in a list: its properties come from the city. */
const chosenOf = (layer: LayerId, id: string, [x, y]: XY): Chosen => ({
  layer,
  id,
  properties: {},
  provenance: null,
  at: { x, y, height: null },
})

const around = (places: readonly Bounds[]): Bounds =>
  boundsOf(
    places.flatMap(([x0, y0, x1, y1]): XY[] => [
      [x0, y0],
      [x1, y1],
    ]),
  )

function Panel({ id, onClose, children }: { id: Left | Right; onClose(): void; children: ReactNode }) {
  const { t } = useWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <div className="panel" id={`panel-${id}`} role="tabpanel" aria-labelledby={`tab-${id}`} tabIndex={0}>
      <button type="button" className="panel-close quiet square" aria-label={t(text.close)} onClick={onClose}>
        <Icon name="close" />
      </button>
      {children}
    </div>
  )
}
