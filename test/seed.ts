/**
 * Property tests are seeded, so that a change is judged and not its luck: the same cases until another seed is asked for.
 *
 *     FC_SEED=7 npm test -- unit      other cases
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261125) })
