/** The browser’s runs of a draft as they go along with it to the appraisal: only of the draft as it stands. Pure. */
import type { ClaimedRun } from '../../scenarios/api/plans.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { baselineOf, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'

export interface Found {
  readonly kind: RunKind
  readonly kernel: { readonly name: string; readonly version: string }
  /** Null where the draft has not been computed as it stands. */
  readonly scenario: string | null
  /** Null where a run tells its own baseline, or there is none. */
  readonly baseline: string | null
}

/** @param body as it is saved: what the server names its runs by */
export function claimsOf(body: ScenarioBody, found: readonly Found[]): ClaimedRun[] {
  const hashes = { scenario: scenarioHash(body), baseline: scenarioHash(baselineOf(body)) }
  return found.flatMap(({ kind, kernel, ...digests }) => {
    if (digests.scenario === null) return []
    return (['scenario', 'baseline'] as const).flatMap((of): ClaimedRun[] => {
      const digest = digests[of]
      return digest === null
        ? []
        : [
            {
              kind,
              of,
              digest,
              kernel: `${kernel.name}@${kernel.version}`,
              city: body.city,
              scenarioHash: hashes[of],
            },
          ]
    })
  })
}
