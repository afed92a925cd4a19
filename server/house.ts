/** What the routes share. */
import type { Addresses } from './addresses/addresses.ts'
import type { Renewal } from './city-version.ts'
import type { Db } from './database.ts'
import type { EventStream } from './events.ts'
import type { SignOn } from './oidc.ts'
import type { Portal } from './portal.ts'
import type { Runner } from './runner.ts'
import type { Secrets } from './secrets.ts'
import type { SignInSettings, SigningSettings } from './settings.ts'
import type { CityTiles } from './tiles.ts'
import type { CityTravel } from './travel.ts'

export interface House {
  readonly db: Db
  readonly secrets: Secrets
  readonly dataDir: string
  readonly tiles: CityTiles
  readonly travel: CityTravel
  readonly addresses: Addresses
  readonly events: EventStream
  readonly runner: Runner
  /** What makes the city's next version; null where the dataset is not at hand. */
  readonly renewal: Renewal | null
  readonly signIn: SignInSettings
  readonly signing: SigningSettings
  /** The national portal, where it is joined. */
  readonly portal: Portal | null
  /** What all people without an account may upload in a day. */
  readonly visitorBytesADay: number
  /** The single sign-on, where there is one. */
  readonly signOn: SignOn | null
  /** Work that no answer waits for; what fails goes to the log, and closing waits for it. */
  later(work: () => Promise<void>): void
}
