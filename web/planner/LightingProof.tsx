/** How far the light can be trusted: how much was computed, and its digest. */
import type { ReactNode } from 'react'
import type { LightingOutcome } from '../../scenarios/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { lightingText as text } from './lighting-text.ts'
import { luminaireText as files } from './luminaire-text.ts'
import { ProofTable } from './ProofTable.tsx'
import { Digest } from './ResultsPanel.tsx'

export function LightingProof({ before, after }: { before: LightingOutcome; after: LightingOutcome | null }) {
  const { t, number } = useWords()
  const rows: [string, (outcome: LightingOutcome) => ReactNode][] = [
    [t(text.points), ({ result }) => number(result.illuminance.length)],
    [t(text.lookups), ({ result }) => number(result.diagnostics.lookups)],
    [t(text.seconds), ({ result }) => `${number(result.diagnostics.wallSeconds, 2)} s`],
    [t(files.brought), (outcome) => filesOf(outcome).join(', ') || '–'],
    [t(text.digest), ({ result }) => <Digest value={result.digest} />],
  ]
  return <ProofTable rows={rows} before={before} after={after} />
}

/** Luminaires that lamps have and the road surface, where they are from files: name and hash of what was in them. */
function filesOf({ model: { input, sections } }: LightingOutcome): string[] {
  const tables = new Set(sections.map(({ section }) => section.rTable.name))
  const luminaires = input.luminaires.filter(({ provenance }) => provenance === 'imported')
  return [...luminaires.map(({ id }) => id), ...[...tables].filter((name) => name !== 'R3')]
}
