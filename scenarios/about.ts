/** A simulation introduces itself: screens, run records and reports read this. */
export interface SimulationAbout {
  readonly name: string
  readonly version: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly method: { readonly vi: string; readonly en: string }
  readonly citations: readonly string[]
  readonly inputs: readonly { readonly name: string; readonly unit: string; readonly where: string }[]
  readonly outputs: readonly { readonly name: string; readonly unit: string; readonly where: string }[]
  readonly limits: readonly { readonly vi: string; readonly en: string }[]
}
