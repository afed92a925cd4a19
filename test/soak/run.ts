/** `npm run soak`: fifty random kills under load. SEED=… repeats one; KILLS=… makes more or fewer. */
import { killUnderLoad } from './kills.ts'

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 0xffffffff))
const kills = Number(process.env.KILLS ?? 50)
process.stdout.write(`seed ${seed}, ${kills} kills\n`)
const report = await killUnderLoad(kills, seed, (line) => process.stdout.write(`${line}\n`))
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
const passed = report.lost.length === 0
process.stdout.write(`${passed ? 1 : 0} passed, ${passed ? 0 : 1} failed\n`)
process.exitCode = passed ? 0 : 1
