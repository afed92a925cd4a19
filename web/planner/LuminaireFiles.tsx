/** Luminaires from photometric files: read, looked at, said what the file does not say, taken into the scenario or out of it. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { lightSourceIn, type PhotometryFile, readPhotometry } from '../../data/readers/photometry/photometry.ts'
import type { Luminaire } from '../../scenarios/lighting.ts'
import {
  type FileLuminaire,
  fileLimits,
  fileLuminaire,
  intensitiesOf,
  lightSources,
  luminaireOf,
} from '../../scenarios/lighting-files.ts'
import { beamAngle, greatest } from '../../scenarios/photometry.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { useWords } from '../shared/language.tsx'
import { Icon, NumberField, ProblemBanner, ProvenanceBadge, problemOf } from '../shared/ui.tsx'
import { FileButton } from './FileButton.tsx'
import { lightSourceTitles, symmetryTitles, luminaireText as text } from './luminaire-text.ts'
import { PolarDiagram } from './PolarDiagram.tsx'
import { Choice } from './RunPanel.tsx'

interface Opened {
  readonly name: string
  readonly bytes: Uint8Array
  readonly read: PhotometryFile
}

export function LuminaireFiles(props: {
  luminaires: readonly FileLuminaire[]
  /** Ids that edits name. */
  used: ReadonlySet<string>
  onLuminaires(luminaires: FileLuminaire[]): void
}) {
  const { luminaires, used, onLuminaires } = props
  const { t } = useWords()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [said, setSaid] = useState('')
  const full = luminaires.length >= fileLimits.luminaires
  async function open(file: File) {
    setSaid('')
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      setOpened({ name: file.name, bytes, read: readPhotometry(bytes, file.name) })
      setProblem(null)
    } catch (error) {
      setOpened(null)
      setProblem(problemOf(error))
    }
  }
  function take(own: FileLuminaire) {
    setOpened(null)
    if (luminaires.some(({ id }) => id === own.id)) return setSaid(t(text.there))
    onLuminaires([...luminaires, own])
    setSaid(t(text.taken, { title: own.title }))
  }
  return (
    <section className="stack" aria-label={t(text.title)}>
      <h3>{t(text.title)}</h3>
      <p className="hint">{t(text.why)}</p>
      {luminaires.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ul className="luminaires">
        {luminaires.map((own) => (
          <Own
            key={own.id}
            own={own}
            used={used.has(own.id)}
            onRemove={() => {
              onLuminaires(luminaires.filter(({ id }) => id !== own.id))
              setSaid(t(text.removed, { title: own.title }))
            }}
          />
        ))}
      </ul>
      {full ? <p className="hint">{t(text.full, { n: fileLimits.luminaires })}</p> : null}
      <FileButton label={t(text.add)} accept=".ies,.ldt,.txt" disabled={full} onFile={(file) => void open(file)} />
      {problem ? <ProblemBanner problem={problem} /> : null}
      {opened ? (
        <Preview
          key={`${opened.name} ${opened.bytes.length}`}
          opened={opened}
          present={luminaires}
          onTake={take}
          onLeave={() => setOpened(null)}
        />
      ) : null}
      <p role="status" className="small">
        {said}
      </p>
    </section>
  )
}

function Own({ own, used, onRemove }: { own: FileLuminaire; used: boolean; onRemove(): void }) {
  const { t, number } = useWords()
  return (
    <li className="stack">
      <div className="row nowrap">
        <strong className="grow">{own.title}</strong>
        <ProvenanceBadge provenance={own.provenance} />
        <button
          type="button"
          className="square"
          disabled={used}
          aria-label={t(text.remove, { title: own.title })}
          onClick={onRemove}
        >
          <Icon name="remove" />
        </button>
      </div>
      <p className="small">
        {own.file.name} · {number(own.fluxLumens)} lm · {number(own.powerWatts, 1)} W ·{' '}
        {number(own.fluxLumens / own.powerWatts, 1)} lm/W
      </p>
      {used ? <p className="hint">{t(text.inUse)}</p> : null}
      <details>
        <summary className="small">{t(text.details)}</summary>
        <Photometry luminaire={luminaireOf(own)}>
          {[
            [t(text.lightSource), t(lightSourceTitles[own.lightSource])],
            [t(text.hash), <code key="hash">{own.file.sha256}</code>],
          ]}
        </Photometry>
      </details>
    </li>
  )
}

function Preview(props: {
  opened: Opened
  present: readonly FileLuminaire[]
  onTake(own: FileLuminaire): void
  onLeave(): void
}) {
  const { name, bytes, read } = props.opened
  const { t, number } = useWords()
  const { luminaire, format, symmetry, planesInFile, gammasInFile, notes } = read
  const asksPower = !(luminaire.powerWatts > 0)
  const sourceOfFile = lightSourceIn(read)
  const [powerWatts, setPower] = useState(asksPower ? Number.NaN : luminaire.powerWatts)
  const [lightSource, setLightSource] = useState<FileLuminaire['lightSource'] | ''>(sourceOfFile ?? '')
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  function take(event: FormEvent) {
    event.preventDefault()
    try {
      if (lightSource === '') {
        const expected = lightSources.join(', ')
        throw new Problem({ code: 'file/luminaire', message: text.lightSourceMissing, file: name, expected })
      }
      const own = fileLuminaire(luminaire, { name, bytes }, { powerWatts, lightSource })
      if (intensitiesOf([...props.present, own]) > fileLimits.allIntensities) {
        const expected = `≤ ${fileLimits.allIntensities}`
        throw new Problem({ code: 'file/luminaire', message: text.tooMany, file: name, expected })
      }
      props.onTake(own)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="action stack" aria-label={t(text.preview)} onSubmit={take}>
      <h4>{luminaire.title}</h4>
      <Photometry luminaire={luminaire}>
        {[
          [t(text.file), name],
          [t(text.format), format],
          [t(text.symmetry), t(symmetryTitles[symmetry])],
          [t(text.angles), t(text.anglesAre, { planes: number(planesInFile), gammas: number(gammasInFile) })],
          ...notes.map((note): [string, ReactNode] => [t(text.notUsed), t(note)]),
        ]}
      </Photometry>
      {asksPower ? (
        <NumberField
          label={t(text.power)}
          unit="W"
          value={powerWatts}
          min={0.1}
          max={5000}
          step={0.1}
          hint={t(text.powerMissing)}
          onChange={setPower}
        />
      ) : null}
      <Choice
        label={t(text.lightSource)}
        value={lightSource}
        options={[
          ...(sourceOfFile ? [] : [['', t(text.choose)] as const]),
          ...lightSources.map((one) => [one, t(lightSourceTitles[one])] as const),
        ]}
        onChange={(one) => setLightSource(one)}
      />
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className="primary">
          {t(text.take)}
        </button>
        <button type="button" onClick={props.onLeave}>
          {t(text.leave)}
        </button>
      </div>
    </form>
  )
}

/** Its curves, and what is asked of it first. @param children name and value of what else there is to say */
function Photometry({ luminaire, children }: { luminaire: Luminaire; children: (readonly [string, ReactNode])[] }) {
  const { t, number } = useWords()
  const { fluxLumens, powerWatts, streetPlane, source } = luminaire
  const most = greatest(luminaire)
  const beam = (plane: number) => `${number(beamAngle(luminaire, plane, 0.5))}°`
  const rows: (readonly [string, ReactNode])[] = [
    [t(text.source), source],
    [t(text.flux), `${number(fluxLumens)} lm`],
    ...(powerWatts > 0
      ? ([
          [t(text.power), `${number(powerWatts, 1)} W`],
          [t(text.efficacy), `${number(fluxLumens / powerWatts, 1)} lm/W`],
        ] as const)
      : []),
    [t(text.beam), `${beam(0)} / ${beam(90)}`],
    [
      t(text.most),
      t(text.mostAt, { candela: number(most.candela), plane: number(most.plane), gamma: number(most.gamma, 1) }),
    ],
    [t(text.streetPlane), `C${number(streetPlane)}`],
    ...children,
  ]
  return (
    <div className="stack small">
      {fluxLumens > 0 ? <PolarDiagram luminaire={luminaire} /> : null}
      <dl className="photometry">
        {rows.map(([name, value], k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one file, always the same
          <Row key={k} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

const Row = ({ name, value }: { name: string; value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)
