/** GDAL's own programs, where they are installed: what a GIS reads of us. */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

export const gdal = (() => {
  try {
    execFileSync('ogrinfo', ['--version'])
    return true
  } catch {
    process.stdout.write('ogrinfo (gdal-bin) is not installed: what a GIS reads is left out\n')
    return false
  }
})()

export const run = async (command: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(command, args, { env: { ...process.env, OGR_GEOJSON_MAX_OBJ_SIZE: '0' } })).stdout
