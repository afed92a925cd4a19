/** A permit case file → what the rules check. The contract is scenarios/rules/case.ts; what is wrong is named by its key. */
import { type PermitCheck, permitCheckSchema } from '../../../scenarios/rules/case.ts'
import { parseCase } from './json.ts'

/** @param file name of the case, for errors */
export const readPermitCase = (json: string, file: string): PermitCheck =>
  parseCase(permitCheckSchema, json, file, 'a permit case in JSON')
