/** How far the light can be trusted: how much was computed, and its digest. */
import type { ReactNode } from 'react'
import type { LightingOutcome } from '../../scenarios/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { lightingText as text } from './lighting-text.ts'
import { ProofTable } from './ProofTable.tsx'
import { Digest } from './ResultsPanel.tsx'

export function LightingProof({ before, after }: { before: LightingOutcome; after: LightingOutcome | null }) {
  const { t, number } = useWords()
  const rows: [string, (outcome: LightingOutcome) => ReactNode][] = [
    [t(text.points), ({ result }) => number(result.illuminance.length)],
    [t(text.lookups), ({ result }) => number(result.diagnostics.lookups)],
    [t(text.seconds), ({ result }) => `${number(result.diagnostics.wallSeconds, 2)} s`],
    [t(text.digest), ({ result }) => <Digest value={result.digest} />],
  ]
  return <ProofTable rows={rows} before={before} after={after} />
}
