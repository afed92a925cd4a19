/** A case file as its schema has it, and the files that it names. */
import type { z } from 'zod'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import { caseProblem } from './issues.ts'

/** Bytes of a file that the case names, by its path as written there. */
export type CaseFiles = (path: string) => Promise<Uint8Array>

/**
 * @param file name of the case, for errors @param expected what it is, e.g. `a drainage case in JSON`
 * @throws Problem that names the line where it is no JSON, or the key
 */
export function parseCase<S extends z.ZodType>(schema: S, json: string, file: string, expected: string): z.output<S> {
  const value = parseJson(json, file, expected)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw caseProblem(parsed.error.issues, value, file)
  return parsed.data
}

function parseJson(json: string, file: string, expected: string): unknown {
  if (json.trim() === '') throw emptyFile(file, expected)
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw fileProblem(file, 'json', both(`không phải JSON (${said})`, `this is not JSON (${said})`), {
      place: `line ${json.slice(0, faultOf(said, json)).split('\n').length}`,
      expected,
    })
  }
}

/** Engines tell the position of a fault, or quote the text around it. */
function faultOf(said: string, json: string): number {
  const position = /position (\d+)/.exec(said)?.[1]
  const quoted = /"([\s\S]+?)"(?:\.\.\.)? is not valid JSON/.exec(said)?.[1]
  return position
    ? Number(position)
    : quoted && json.includes(quoted)
      ? json.indexOf(quoted) + quoted.length / 2
      : json.length
}

/** @throws Problem of the file that the case names under `key`, or of the case where there is none */
export async function openNamed(files: CaseFiles, file: string, key: string, path: string): Promise<Uint8Array> {
  try {
    return await files(path)
  } catch (error) {
    if (error instanceof Problem) {
      const { file: named = path, place } = error.detail
      throw new Problem({ ...error.detail, file: `${named} (${key})`, ...(place && { place }) })
    }
    const message = both(`không đọc được tệp “${path}”`, `the file “${path}” cannot be read`)
    throw fileProblem(file, 'case', message, { place: key, expected: 'a path relative to the case file' })
  }
}
