/** What the routes share. */
import type { Renewal } from './city-version.ts'
import type { Db } from './database.ts'
import type { EventStream } from './events.ts'
import type { SignOn } from './oidc.ts'
import type { Runner } from './runner.ts'
import type { Secrets } from './secrets.ts'
import type { SignInSettings } from './settings.ts'
import type { CityTiles } from './tiles.ts'

export interface House {
  readonly db: Db
  readonly secrets: Secrets
  readonly dataDir: string
  readonly tiles: CityTiles
  readonly events: EventStream
  readonly runner: Runner
  /** What makes the city's next version; null where the dataset is not at hand. */
  readonly renewal: Renewal | null
  readonly signIn: SignInSettings
  /** The single sign-on, where there is one. */
  readonly signOn: SignOn | null
  /** Work that no answer waits for; what fails goes to the log, and closing waits for it. */
  later(work: () => Promise<void>): void
}
