export { fold } from '../../scenarios/text.ts'
