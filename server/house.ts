/** What the routes share: the store, the secrets, the city's tiles, the event stream and the runner. */
import type { Db } from './database.ts'
import type { EventStream } from './events.ts'
import type { Runner } from './runner.ts'
import type { Secrets } from './secrets.ts'
import type { CityTiles } from './tiles.ts'

export interface House {
  readonly db: Db
  readonly secrets: Secrets
  readonly dataDir: string
  readonly tiles: CityTiles
  readonly events: EventStream
  readonly runner: Runner
}
