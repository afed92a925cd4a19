/** Where things stand: the project, its data folder, the city it shows. `DATA_DIR` and `CITY` move them. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
export const dataDir = (): string => process.env.DATA_DIR ?? join(projectRoot, '.data')
export const cityDir = (): string => process.env.CITY || join(dataDir(), 'city')
